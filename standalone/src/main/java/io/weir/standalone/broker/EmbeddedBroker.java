/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker (KRaft, one node) inside this process, on loopback ports that were free.
 *
 * <p>Its data stay in a directory, which is formatted at the first start. It survives {@code kill -9}: what was
 * acknowledged is in the page cache of the operating system. A crash of the machine is not covered, as with any Kafka of
 * one replica.
 *
 * <p>One directory belongs to one broker at a time; Kafka holds a lock on it.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final int ATTEMPTS = 5;

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts a broker and returns when it accepts requests.
     *
     * @param directory where its data are, made when missing
     * @throws UncheckedIOException when the directory cannot be written
     * @throws BrokerStartException when Kafka refuses to start
     */
    public static EmbeddedBroker start(Path directory) {
        format(directory);
        for (int attempt = 1; ; attempt++) {
            List<Integer> ports = FreePorts.find(2);
            try {
                return start(directory, ports.get(0), ports.get(1));
            } catch (BrokerStartException e) {
                if (attempt == ATTEMPTS || !e.causedBy(BindException.class)) {
                    throw e;
                }
                log.atInfo()
                        .addKeyValue("attempt", attempt)
                        .log("a free port was taken by someone else; trying others");
            }
        }
    }

    private static EmbeddedBroker start(Path directory, int port, int controllerPort) {
        KafkaConfig config = new KafkaConfig(BrokerProperties.of(directory, port, controllerPort), false);
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw new BrokerStartException(directory, e);
        }
        return new EmbeddedBroker(server, port);
    }

    private static void format(Path directory) {
        try {
            Files.createDirectories(directory);
            if (Files.exists(directory.resolve("meta.properties"))) {
                return;
            }
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(BrokerProperties.NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(directory.toString())
                    .setMetadataLogDirectory(directory.toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setControllerListenerName("CONTROLLER")
                    // With one replica there is no other to elect; without this feature the last one always stays in
                    // sync.
                    .setFeatureLevel("eligible.leader.replicas.version", (short) 0)
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the broker's data in " + directory, e);
        } catch (Exception e) {
            throw new BrokerStartException(directory, e);
        }
    }

    /** The value of {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Stops the broker in order and waits until it has. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
