/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.weir.events.Direction;
import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.ReplyTo;
import io.weir.events.Verdict;
import io.weir.model.MessageIds;
import io.weir.model.SessionIds;
import io.weir.serde.WeirSerdes;
import io.weir.serde.registry.EmbeddedSchemaRegistry;
import io.weir.service.approval.HttpApprovalReader;
import io.weir.service.config.ServiceConfig;
import io.weir.service.http.HttpServer;
import io.weir.service.kafka.Clients;
import io.weir.service.mailbox.EventProducer;
import io.weir.streams.StreamsApp;
import io.weir.streams.StreamsKeys;
import io.weir.topics.Topics;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

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

    /** The facts that enforcement recorded, of those that have the attribute with this value. */
    List<FactType> facts(String attribute, String value) {
        try (var consumer = Clients.tailConsumer(kafka)) {
            List<TopicPartition> mailboxes =
                    List.of(new TopicPartition(Topics.VERDICTS, 0), new TopicPartition(Topics.VERDICTS, 1));
            consumer.assign(mailboxes);
            consumer.seekToBeginning(mailboxes);
            long expected = consumer.endOffsets(mailboxes).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            List<ConsumerRecord<String, byte[]>> read = new ArrayList<>();
            while (read.size() < expected) {
                consumer.poll(Duration.ofSeconds(1)).forEach(read::add);
            }
            return read.stream()
                    .map(item -> serdes.verdict().deserializer().deserialize(item.topic(), item.value()))
                    .map(Verdict::getFact)
                    .filter(Objects::nonNull)
                    .filter(fact -> value.equals(fact.getAttributes().get(attribute)))
                    .map(Fact::getType)
                    .toList();
        }
    }

    /** Alice's call of a tool on a connection. */
    static Intake transfer(String connection, String amount) {
        String payload = """
                {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"transfer_money","arguments":\
                {"amount":%s,"note":"for jane@example.com"}}}""".formatted(amount);
        return Intake.newBuilder()
                .setMessageId(MessageIds.next())
                .setExchangeId(MessageIds.next())
                .setSessionId(SessionIds.newSessionId(TestPeople.ALICE))
                .setKind(MessageKind.REQUEST)
                .setDirection(Direction.CLIENT_TO_SERVER)
                .setReceivedAt(Instant.now())
                .setPrincipal(TestPeople.ALICE.toRecord())
                .setConnection(connection)
                .setProtocolVersion("2025-11-25")
                .setMethod("tools/call")
                .setName("transfer_money")
                .setPayload(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)))
                .setReplyTo(new ReplyTo(0, "test:epoch"))
                .build();
    }

    /** What Alice gets as the list of a connection's tools: one, with this description. */
    static Intake tools(String connection, String description) {
        String payload = """
                {"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"pay","description":"%s"}]}}""".formatted(description);
        return Intake.newBuilder(transfer(connection, "1"))
                .setKind(MessageKind.RESPONSE)
                .setDirection(Direction.SERVER_TO_CLIENT)
                .setMethod("tools/list")
                .setName("")
                .setPayload(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8)))
                .build();
    }

    @Override
    public void close() {
        server.close();
        approvals.close();
        producer.close();
        internal.close();
        streams.close();
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
