/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query;

import static io.weir.query.Entries.ALICE;
import static io.weir.query.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.ResponseCodeHandler;
import io.weir.events.JournalEntry;
import io.weir.events.Outcome;
import io.weir.model.SessionIds;
import io.weir.serde.WeirSerdes;
import io.weir.serde.registry.ConfluentApi;
import io.weir.serde.registry.EmbeddedSchemaRegistry;
import io.weir.service.config.ServiceConfig;
import io.weir.service.http.HttpServer;
import io.weir.service.http.Json;
import io.weir.service.http.PrefixRouter;
import io.weir.topics.SessionPartitioner;
import io.weir.topics.TopicAdmin;
import io.weir.topics.TopicCatalogue;
import io.weir.topics.TopicSettings;
import io.weir.topics.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

@ExtendWith(KafkaClusterExtension.class)
class QueryAppIT {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");
    private static final String SECRET = "a secret of the tests";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final TopicSettings TOPICS = TopicSettings.from(Map.of(
            TopicSettings.SESSION_PARTITIONS, 2, TopicSettings.MAILBOXES, 2, TopicSettings.REPLICATION_FACTOR, (short)
                    1));

    @BrokerCluster
    KafkaCluster cluster;

    @TempDir
    Path directory;

    private final MockOAuth2Server issuer = new MockOAuth2Server();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<AutoCloseable> started = new ArrayList<>();
    private final String session = SessionIds.newSessionId(ALICE);
    private WeirSerdes serdes;
    private int registryPort;
    private QueryApp app;
    private URI uri;

    @BeforeEach
    void startService() throws Exception {
        issuer.start();
        EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.open(directory.resolve("registry.json"));
        serdes = new WeirSerdes(registry).warmUp();
        ConfluentApi api = new ConfluentApi(registry);
        HttpServer registryServer = HttpServer.start("127.0.0.1", 0, exchange -> answer(exchange, api));
        started.add(registryServer);
        try (Admin admin = Admin.create(cluster.getKafkaClientConfiguration())) {
            TopicAdmin.ensure(admin, TopicCatalogue.of(TOPICS));
        }
        registryPort = registryServer.port();
        uri = startInstance("one");
    }

    /** One more instance, on the same journal. */
    private URI startInstance(String name) {
        AtomicReference<HttpHandler> handler = new AtomicReference<>(ResponseCodeHandler.HANDLE_404);
        HttpServer server =
                HttpServer.start("127.0.0.1", 0, exchange -> handler.get().handleRequest(exchange));
        started.add(server);
        app = QueryApp.start(config(name, "127.0.0.1:" + server.port()), new SimpleMeterRegistry());
        started.add(app);
        handler.set(new PrefixRouter().add("/api", app.handler()).add("/internal", app.internalHandler()));
        await().atMost(SOON).until(() -> app.readiness().failing().isEmpty());
        return URI.create("http://127.0.0.1:" + server.port());
    }

    @AfterEach
    void stopService() throws Exception {
        for (int i = started.size() - 1; i >= 0; i--) {
            started.get(i).close();
        }
        issuer.shutdown();
    }

    @Test
    void replaysASessionInOrderPageByPage() throws Exception {
        // Given
        write(entry(session, 1, Outcome.FORWARD, START, "{\"amount\":1.50,\"id\":1}"));
        write(entry(session, 2, Outcome.BLOCK, START.plusSeconds(1), "{\"id\":2}"));
        write(entry(session, 3, Outcome.HOLD, START.plusSeconds(2), "{\"id\":3}"));
        awaitEvents(3);

        // When
        JsonNode first = get("/api/sessions/" + session + "/events?limit=2", alice());
        JsonNode second = get("/api/sessions/" + session + "/events?limit=2&from=" + first.path("next"), alice());

        // Then
        assertThat(first.path("events")).hasSize(2);
        assertThat(new String(
                        send("/api/sessions/" + session + "/events", alice()).body(), StandardCharsets.UTF_8))
                .contains("\"payload\":{\"amount\":1.50,\"id\":1}");
        assertThat(first.at("/events/1/outcome").asText()).isEqualTo("BLOCK");
        assertThat(first.at("/events/0/principal/subject").asText()).isEqualTo("alice");
        assertThat(second.path("events")).hasSize(1);
        assertThat(second.at("/events/0/sequence").asLong()).isEqualTo(3);
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void listsSessionsNewestFirstAndPages() throws Exception {
        // Given
        List<String> newestFirst = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String id = SessionIds.newSessionId(ALICE);
            newestFirst.add(0, id);
            write(entry(id, 1, i == 2 ? Outcome.BLOCK : Outcome.FORWARD, START.plusSeconds(i), "{}"));
        }
        await().until(() -> get("/api/sessions", auditor()).path("sessions").size() == 5);

        // When
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = get("/api/sessions?limit=2" + cursor, auditor());
            page.path("sessions")
                    .forEach(each -> listed.add(each.path("sessionId").asText()));
            cursor = page.has("next") ? "&cursor=" + page.path("next").asText() : "";
        } while (!cursor.isEmpty());

        // Then
        assertThat(listed).isEqualTo(newestFirst);
        assertThat(get("/api/sessions?outcome=BLOCK", auditor()).path("sessions"))
                .hasSize(1);
        assertThat(get("/api/sessions?from=2026-01-31T12:00:01Z&to=2026-01-31T12:00:03Z", auditor())
                        .path("sessions"))
                .hasSize(2);
        assertThat(get("/api/sessions?connection=other", auditor()).path("sessions"))
                .isEmpty();
    }

    @Test
    void showsPeopleTheirOwnSessionsOnly() throws Exception {
        // Given
        write(entry(session, 1, Outcome.FORWARD, START, "{}"));
        awaitEvents(1);

        // When
        JsonNode others = get("/api/sessions", token("bob", List.of("approvers")));

        // Then
        assertThat(others.path("sessions")).isEmpty();
        assertThat(send("/api/sessions/" + session, token("bob", List.of())).statusCode())
                .isEqualTo(404);
        assertThat(send("/api/sessions/" + session + "/events", token("bob", List.of()))
                        .statusCode())
                .isEqualTo(404);
        assertThat(send("/api/sessions/" + session, auditor()).statusCode()).isEqualTo(200);
    }

    @Test
    void anInstanceAnswersForTheOthers() throws Exception {
        // Given: sessions in both partitions, of which each instance gets one
        List<String> sessions = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String id = i % 2 == 0 ? "even" + i + ".s" : SessionIds.newSessionId(ALICE);
            sessions.add(id);
            write(entry(id, 1, Outcome.FORWARD, START.plusSeconds(i), "{}"));
        }
        URI other = startInstance("two");
        await().atMost(SOON)
                .until(() -> !ownSessions(other).isEmpty() && !ownSessions(uri).isEmpty());

        // Then
        assertThat(ownSessions(uri)).doesNotContainAnyElementsOf(ownSessions(other));
        for (URI instance : List.of(uri, other)) {
            await().atMost(SOON).ignoreExceptions().untilAsserted(() -> {
                assertThat(sessionIds(get(instance, "/api/sessions?limit=500", auditor())))
                        .containsExactlyInAnyOrderElementsOf(sessions);
                for (String id : sessions) {
                    assertThat(get(instance, "/api/sessions/" + id, auditor())
                                    .path("events")
                                    .asInt())
                            .isEqualTo(1);
                    assertThat(get(instance, "/api/sessions/" + id + "/events", auditor())
                                    .path("events"))
                            .hasSize(1);
                }
            });
        }
        HttpRequest stranger =
                HttpRequest.newBuilder(URI.create(uri + "/internal/sessions")).build();
        assertThat(http.send(stranger, BodyHandlers.ofByteArray()).statusCode()).isEqualTo(403);
    }

    /** Those in the instance's own part of the stores. */
    private List<String> ownSessions(URI instance) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(instance + "/internal/sessions"))
                .header("X-Weir-Internal", SECRET)
                .build();
        JsonNode answer = Json.mapper()
                .readTree(http.send(request, BodyHandlers.ofByteArray()).body());
        List<String> ids = new ArrayList<>();
        answer.forEach(each -> ids.add(each.path("sessionId").asText()));
        return ids;
    }

    private static List<String> sessionIds(JsonNode page) {
        List<String> ids = new ArrayList<>();
        page.path("sessions").forEach(each -> ids.add(each.path("sessionId").asText()));
        return ids;
    }

    @Test
    void refusesWhatItDoesNotUnderstand() throws Exception {
        // When
        HttpResponse<byte[]> badLimit = send("/api/sessions?limit=0", alice());
        HttpResponse<byte[]> badInstant = send("/api/sessions?from=yesterday", alice());
        HttpResponse<byte[]> badCursor = send("/api/sessions?cursor=%21", alice());
        HttpResponse<byte[]> noToken =
                http.send(HttpRequest.newBuilder(uri.resolve("/api/sessions")).build(), BodyHandlers.ofByteArray());

        // Then
        assertThat(badLimit.statusCode()).isEqualTo(400);
        assertThat(Json.mapper().readTree(badLimit.body()).path("detail").asText())
                .contains("limit");
        assertThat(badInstant.statusCode()).isEqualTo(400);
        assertThat(badCursor.statusCode()).isEqualTo(400);
        assertThat(noToken.statusCode()).isEqualTo(401);
        assertThat(send("/api/sessions/none.such", auditor()).statusCode()).isEqualTo(404);
    }

    @Test
    void answersAsItsDescriptionSays() throws Exception {
        // Given
        JsonNode description = Json.mapper()
                .valueToTree(
                        new Yaml().<Map<String, Object>>load(getClass().getResourceAsStream("/openapi/query.yaml")));
        write(entry(session, 1, Outcome.FORWARD, START, "{}"));
        awaitEvents(1);

        // When
        JsonNode page = get("/api/sessions", alice());
        JsonNode events = get("/api/sessions/" + session + "/events", alice());

        // Then
        Set<String> described = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                described.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey());
            }
        }
        Set<String> routed = new TreeSet<>();
        app.routes().routes().forEach(route -> routed.add(route.method() + " " + route.template()));
        assertThat(routed).isEqualTo(described);
        assertMembers(description, "SessionPage", page);
        assertMembers(description, "SessionSummary", page.at("/sessions/0"));
        assertMembers(description, "SessionEvents", events);
        assertMembers(description, "SessionEvent", events.at("/events/0"));
        assertMembers(description, "Who", events.at("/events/0/principal"));
    }

    private static void assertMembers(JsonNode description, String schema, JsonNode answer) {
        Set<String> described = new TreeSet<>();
        description
                .at("/components/schemas/" + schema + "/properties")
                .fieldNames()
                .forEachRemaining(described::add);
        Set<String> answered = new TreeSet<>();
        answer.fieldNames().forEachRemaining(answered::add);
        assertThat(answered).as(schema).isNotEmpty().isSubsetOf(described);
    }

    private void awaitEvents(int count) {
        await().until(() -> get("/api/sessions/" + session + "/events", auditor())
                        .path("events")
                        .size()
                == count);
    }

    private void write(JournalEntry entry) throws Exception {
        try (KafkaProducer<String, JournalEntry> producer = new KafkaProducer<>(
                cluster.getKafkaClientConfiguration(),
                new StringSerializer(),
                serdes.journalEntry().serializer())) {
            int partition = SessionPartitioner.partitionFor(entry.getSessionId(), TOPICS.sessionPartitions());
            producer.send(new ProducerRecord<>(Topics.JOURNAL, partition, entry.getSessionId(), entry))
                    .get();
        }
    }

    private JsonNode get(String path, String token) throws Exception {
        return get(uri, path, token);
    }

    private JsonNode get(URI instance, String path, String token) throws Exception {
        return Json.mapper().readTree(send(instance, path, token).body());
    }

    private HttpResponse<byte[]> send(String path, String token) throws IOException, InterruptedException {
        return send(uri, path, token);
    }

    private HttpResponse<byte[]> send(URI instance, String path, String token)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(instance + path))
                .header("Authorization", "Bearer " + token)
                .build();
        return http.send(request, BodyHandlers.ofByteArray());
    }

    /** Alice's token; her issuer is made the one of her entries, since the person is issuer and subject. */
    private String alice() {
        return token("alice", List.of("analysts"));
    }

    private String auditor() {
        return token("carol", List.of("auditors"));
    }

    private String token(String subject, List<String> groups) {
        return issuer.issueToken("weir", subject, "weir", Map.of("groups", groups, "iss", ALICE.issuer()))
                .serialize();
    }

    private ServiceConfig config(String instance, String server) {
        Map<String, String> values = new HashMap<>();
        values.put("kafka.bootstrap.servers", cluster.getBootstrapServers());
        values.put("schema.registry.url", "http://127.0.0.1:" + registryPort);
        values.put("oidc.issuer", ALICE.issuer());
        values.put("oidc.jwks.uri", issuer.jwksUrl("weir").toString());
        values.put("oidc.audiences", "weir");
        values.put("internal.secret", SECRET);
        values.put("state.dir", directory.resolve(instance).toString());
        values.put("instance.id", instance);
        values.put("application.server", server);
        values.put("streams.standby.replicas", "0");
        values.put("query.replication.factor", "1");
        return ServiceConfig.of(QueryKeys.configDef(), values);
    }

    private static void answer(HttpServerExchange exchange, ConfluentApi api) {
        exchange.getRequestReceiver().receiveFullBytes((ex, body) -> {
            ConfluentApi.Response response = api.handle(ex.getRequestMethod().toString(), ex.getRequestPath(), body);
            ex.setStatusCode(response.status());
            ex.getResponseSender().send(ByteBuffer.wrap(response.body()));
        });
    }
}
