/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.weir.serde.WeirSerdes;
import io.weir.serde.registry.EmbeddedSchemaRegistry;
import io.weir.service.approval.HttpApprovalReader;
import io.weir.service.config.ServiceConfig;
import io.weir.service.http.HttpServer;
import io.weir.service.mailbox.EventProducer;
import io.weir.streams.StreamsApp;
import io.weir.streams.StreamsKeys;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The streams service and the approval service, as in two processes: the one asks the other over HTTP. */
final class TestWeir implements AutoCloseable {

    private static final String SECRET = "a secret of the services";

    final WeirSerdes serdes;
    final Map<String, Object> kafka;
    final StreamsApp streams;
    final ApprovalApp approvals;
    final EventProducer producer;
    private final HttpServer internal;
    private final HttpServer server;

    TestWeir(KafkaCluster cluster, Path directory) {
        kafka = cluster.getKafkaClientConfiguration();
        serdes = new WeirSerdes(EmbeddedSchemaRegistry.open(directory.resolve("schemas.json"))).warmUp();
        streams =
                StreamsApp.start(ServiceConfig.of(StreamsKeys.configDef(), streamsValues(cluster, directory)), serdes);
        internal = HttpServer.start("127.0.0.1", 0, streams.handler());
        approvals = ApprovalApp.start(
                ServiceConfig.of(ApprovalKeys.configDef(), approvalValues(cluster)),
                serdes,
                TestPeople::verify,
                new HttpApprovalReader(URI.create("http://127.0.0.1:" + internal.port()), SECRET),
                new SimpleMeterRegistry());
        server = HttpServer.start("127.0.0.1", 0, approvals.handler());
        producer = EventProducer.open(kafka, 1 << 20, serdes);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** Stops enforcement and what reads its stores. */
    void stopStreams() {
        internal.close();
        streams.close();
    }

    @Override
    public void close() {
        server.close();
        approvals.close();
        producer.close();
        stopStreams();
    }

    private static Map<String, String> common(KafkaCluster cluster) {
        Map<String, String> values = new HashMap<>();
        values.put("kafka.bootstrap.servers", cluster.getBootstrapServers());
        values.put("schema.registry.url", "http://127.0.0.1:1");
        values.put("internal.secret", SECRET);
        return values;
    }

    private static Map<String, String> streamsValues(KafkaCluster cluster, Path directory) {
        Map<String, String> values = common(cluster);
        values.put("state.dir", directory.resolve("state").toString());
        values.put("topics.replication.factor", "1");
        values.put("topics.session.partitions", "2");
        values.put("topics.mailbox.partitions", "2");
        values.put("streams.standby.replicas", "0");
        return values;
    }

    private static Map<String, String> approvalValues(KafkaCluster cluster) {
        Map<String, String> values = common(cluster);
        values.put("oidc.issuer", TestPeople.ISSUER);
        values.put("oidc.audiences", "weir");
        values.put("verdict.timeout.ms", "20000");
        return values;
    }
}
