/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.harness;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.undertow.Undertow;
import io.undertow.util.Headers;
import io.weir.events.ApprovalAction;
import io.weir.events.ApprovalCommand;
import io.weir.events.ConfigEntry;
import io.weir.events.ConfigKind;
import io.weir.events.JournalEntry;
import io.weir.events.PrincipalRecord;
import io.weir.events.ReplyTo;
import io.weir.ingress.IngressApp;
import io.weir.ingress.IngressConfig;
import io.weir.model.Principal;
import io.weir.policy.resource.Resource;
import io.weir.policy.resource.Resources;
import io.weir.serde.WeirSerdes;
import io.weir.serde.registry.ConfluentApi;
import io.weir.serde.registry.EmbeddedSchemaRegistry;
import io.weir.service.config.ServiceConfig;
import io.weir.service.http.HttpServer;
import io.weir.service.http.HttpSettings;
import io.weir.service.lifecycle.Running;
import io.weir.service.mailbox.EventProducer;
import io.weir.streams.StreamsApp;
import io.weir.streams.StreamsKeys;
import io.weir.topics.Topics;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The ingress with everything that it needs, for real: brokers, registry, issuer, enforcement and ledger. */
public final class KafkaWeir implements AutoCloseable {
    private static final String AUDIENCE = "weir";

    private final Deque<Running> parts = new ArrayDeque<>();
    private final Map<String, String> common = new HashMap<>();
    private final Path directory;
    private final MockOAuth2Server issuer = new MockOAuth2Server();
    private final WeirSerdes serdes;
    private final EventProducer producer;
    private IngressApp ingress;
    private HttpServer server;

    public KafkaWeir(KafkaCluster cluster, Path directory) {
        this.directory = directory;
        issuer.start();
        parts.push(issuer::shutdown);
        EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.open(directory.resolve("schemas.json"));
        common.put("kafka.bootstrap.servers", cluster.getBootstrapServers());
        common.put("schema.registry.url", serve(new ConfluentApi(registry)));
        serdes = new WeirSerdes(registry).warmUp();
        startStreams();
        producer = EventProducer.open(Map.of("bootstrap.servers", cluster.getBootstrapServers()), 1 << 20, serdes);
        parts.push(producer::close);
        startIngress(Map.of());
    }

    private String serve(ConfluentApi api) {
        Undertow http = Undertow.builder()
                .addHttpListener(0, "127.0.0.1")
                .setHandler(exchange -> exchange.getRequestReceiver().receiveFullBytes((received, body) -> {
                    ConfluentApi.Response response =
                            api.handle(received.getRequestMethod().toString(), received.getRequestPath(), body);
                    received.setStatusCode(response.status());
                    received.getResponseHeaders().put(Headers.CONTENT_TYPE, response.contentType());
                    received.getResponseSender().send(ByteBuffer.wrap(response.body()));
                }))
                .build();
        http.start();
        parts.push(http::stop);
        return "http://127.0.0.1:"
                + ((InetSocketAddress) http.getListenerInfo().get(0).getAddress()).getPort();
    }

    private void startStreams() {
        Map<String, String> settings = new HashMap<>(common);
        settings.put("internal.secret", "a-secret-of-tests-only");
        settings.put("topics.replication.factor", "1");
        settings.put("state.dir", directory.resolve("state").toString());
        settings.put("streams.standby.replicas", "0");
        parts.push(StreamsApp.start(ServiceConfig.of(StreamsKeys.configDef(), settings), serdes));
    }

    /** An ingress beside the first one: another instance, with a mailbox of its own. */
    public static final class Second implements AutoCloseable {
        private final IngressApp ingress;
        private final HttpServer server;
        private boolean stopped;

        Second(IngressApp ingress) {
            this.ingress = ingress;
            this.server = HttpServer.start(new HttpSettings("127.0.0.1", 0, Duration.ofMillis(200)), ingress.handler());
        }

        public URI url(String connection) {
            return URI.create("http://127.0.0.1:" + server.port() + "/mcp/" + connection);
        }

        @Override
        public void close() {
            if (!stopped) {
                stopped = true;
                ingress.endStreams();
                server.close();
                ingress.close();
            }
        }
    }

    /** Starts an ingress beside the first one. */
    public Second startSecond(String instance) {
        return new Second(start(Map.of("instance.id", instance)));
    }

    /** Starts the ingress, as a new process would: the same instance with another epoch. */
    public void startIngress(Map<String, String> more) {
        ingress = start(more);
        server = HttpServer.start(new HttpSettings("127.0.0.1", 0, Duration.ofMillis(200)), ingress.handler());
    }

    private IngressApp start(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(common);
        settings.put("oidc.issuer", issuer.issuerUrl("test").toString());
        settings.put("oidc.audiences", AUDIENCE);
        settings.put("session.key", Base64.getEncoder().encodeToString(new byte[32]));
        settings.put("instance.id", "ingress-it");
        settings.put("hold.budget.ms", "60000");
        settings.putAll(more);
        return IngressApp.start(ServiceConfig.of(IngressConfig.definition(), settings), new SimpleMeterRegistry());
    }

    public void stopIngress() {
        ingress.endStreams();
        server.close();
        ingress.close();
    }

    /** Why it is not ready, empty if it is. */
    public Map<String, String> failing() {
        return ingress.readiness().failing();
    }

    /** Applies connections and a policy. */
    public KafkaWeir apply(String yaml) {
        for (Resource resource : Resources.parse(yaml).resources()) {
            boolean connection = resource instanceof io.weir.policy.resource.ConnectionResource;
            put(
                    connection ? "connection/" + resource.name() : "policy/" + resource.name() + "/1",
                    connection ? ConfigKind.CONNECTION : ConfigKind.POLICY,
                    resource);
            if (!connection) {
                put("active-policy", ConfigKind.ACTIVE_POLICY, resource);
            }
        }
        return this;
    }

    private void put(String key, ConfigKind kind, Resource resource) {
        boolean pointer = kind == ConfigKind.ACTIVE_POLICY;
        producer.config(
                        key,
                        new ConfigEntry(
                                kind,
                                resource.name(),
                                kind == ConfigKind.CONNECTION ? 0 : 1,
                                pointer ? "" : resource.hash(),
                                pointer ? "" : resource.source(),
                                Principal.anonymous().toRecord(),
                                Instant.now()))
                .toCompletableFuture()
                .join();
    }

    /** Approves as somebody of these groups. */
    public void approve(String approvalId, String sessionId, String who, String group) {
        PrincipalRecord approver = new Principal(
                        who, who, List.of(group), "c", issuer.issuerUrl("test").toString(), Optional.empty())
                .toRecord();
        producer.approvalCommand(new ApprovalCommand(
                        UUID.randomUUID().toString(),
                        approvalId,
                        sessionId,
                        ApprovalAction.APPROVE,
                        approver,
                        "fine",
                        null,
                        Instant.now(),
                        new ReplyTo(0, "approver:1"),
                        null))
                .toCompletableFuture()
                .join();
    }

    /** A client with a token of the issuer. */
    public TestClient client(String connection, String subject, String group) {
        return new TestClient(url(connection)).with("Authorization", "Bearer " + token(subject, group, AUDIENCE));
    }

    public String token(String subject, String group, String audience) {
        return issuer.issueToken(
                        "test",
                        "client",
                        new DefaultOAuth2TokenCallback(
                                "test", subject, "JWT", List.of(audience), Map.of("groups", List.of(group)), 3600))
                .serialize();
    }

    public URI url(String connection) {
        return URI.create("http://127.0.0.1:" + server.port() + "/mcp/" + connection);
    }

    /** What the journal has now. */
    public List<JournalEntry> journal() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", common.get("kafka.bootstrap.servers"), "isolation.level", "read_committed");
        List<JournalEntry> entries = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(Topics.JOURNAL).stream()
                    .map(info -> new org.apache.kafka.common.TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(item -> entries.add(
                                serdes.journalEntry().deserializer().deserialize(item.topic(), item.value())));
            }
        }
        return entries;
    }

    @Override
    public void close() {
        stopIngress();
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }
}
