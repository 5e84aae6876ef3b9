/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.broker;

import java.nio.file.Path;
import java.util.Properties;

/**
 * The settings of the embedded broker: one node that is broker and controller, reachable on loopback only.
 *
 * <p>What deviates from Kafka's defaults does so for one of three reasons: there is one node (replication factors, and no
 * wait for others to join a group), the host is a laptop (few partitions, threads and bytes), or a restart after
 * {@code kill -9} must be quick (session time-outs).
 */
final class BrokerProperties {

    static final int NODE_ID = 1;

    private BrokerProperties() {}

    static Properties of(Path logDirectory, int brokerPort, int controllerPort) {
        Properties properties = new Properties();
        identity(properties, logDirectory, brokerPort, controllerPort);
        oneNode(properties);
        smallHost(properties);
        quickRestart(properties);
        return properties;
    }

    private static void identity(Properties p, Path logDirectory, int brokerPort, int controllerPort) {
        p.setProperty("process.roles", "broker,controller");
        p.setProperty("node.id", String.valueOf(NODE_ID));
        p.setProperty("log.dirs", logDirectory.toString());
        p.setProperty("listeners", "PLAINTEXT://127.0.0.1:" + brokerPort + ",CONTROLLER://127.0.0.1:" + controllerPort);
        p.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + brokerPort);
        p.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        p.setProperty("inter.broker.listener.name", "PLAINTEXT");
        p.setProperty("controller.listener.names", "CONTROLLER");
        // A static quorum, because its address is read at every start: the ports may then change from start to start.
        p.setProperty("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    }

    private static void oneNode(Properties p) {
        p.setProperty("default.replication.factor", "1");
        p.setProperty("min.insync.replicas", "1");
        p.setProperty("offsets.topic.replication.factor", "1");
        p.setProperty("transaction.state.log.replication.factor", "1");
        p.setProperty("transaction.state.log.min.isr", "1");
        p.setProperty("share.coordinator.state.topic.replication.factor", "1");
        p.setProperty("share.coordinator.state.topic.min.isr", "1");
        p.setProperty("group.initial.rebalance.delay.ms", "0");
        // Every topic is in the catalogue or is made by Streams; one that appears by a typing error is a mistake.
        p.setProperty("auto.create.topics.enable", "false");
    }

    private static void smallHost(Properties p) {
        p.setProperty("offsets.topic.num.partitions", "4");
        p.setProperty("transaction.state.log.num.partitions", "2");
        p.setProperty("num.network.threads", "2");
        p.setProperty("num.io.threads", "4");
        p.setProperty("num.replica.fetchers", "1");
        p.setProperty("group.coordinator.threads", "1");
        p.setProperty("share.coordinator.threads", "1");
        p.setProperty("metadata.max.idle.interval.ms", "5000");
        p.setProperty("log.cleaner.dedupe.buffer.size", String.valueOf(8 * 1024 * 1024));
        p.setProperty("log.index.size.max.bytes", String.valueOf(1024 * 1024));
        p.setProperty("offsets.load.buffer.size", String.valueOf(1024 * 1024));
        p.setProperty("transaction.state.log.segment.bytes", String.valueOf(10 * 1024 * 1024));
        p.setProperty("offsets.topic.segment.bytes", String.valueOf(10 * 1024 * 1024));
    }

    private static void quickRestart(Properties p) {
        // After kill -9 the broker's former incarnation keeps it from registering until its session has run out.
        p.setProperty("broker.session.timeout.ms", "3000");
        p.setProperty("broker.heartbeat.interval.ms", "500");
        p.setProperty("group.min.session.timeout.ms", "1000");
        p.setProperty("num.recovery.threads.per.data.dir", "2");
    }
}
