/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.harness;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.undertow.Undertow;
import io.undertow.util.Headers;
import io.weir.agent.AgentConfig;
import io.weir.events.ConfigEntry;
import io.weir.events.ConfigKind;
import io.weir.events.Direction;
import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.Verdict;
import io.weir.model.MessageIds;
import io.weir.model.Principal;
import io.weir.model.SessionIds;
import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.resource.Resource;
import io.weir.policy.resource.Resources;
import io.weir.serde.WeirSerdes;
import io.weir.serde.registry.ConfluentApi;
import io.weir.serde.registry.EmbeddedSchemaRegistry;
import io.weir.service.config.ServiceConfig;
import io.weir.service.configlog.ConfigKeys;
import io.weir.service.lifecycle.Running;
import io.weir.service.mailbox.EventProducer;
import io.weir.service.mailbox.Mailbox;
import io.weir.service.mailbox.MailboxAnnouncement;
import io.weir.service.mailbox.MailboxConfig;
import io.weir.streams.StreamsApp;
import io.weir.streams.StreamsKeys;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;

/** Brokers, registry and enforcement for real, and a client that stands where the ingress does. */
public final class Weir implements AutoCloseable {
    private static final String POLICY = """
            policy:
              name: starter
              default: allow
              rules:
                - name: no-drop
                  when: mcp.tool.name == "drop"
                  block: {message: "Nothing may be dropped."}
                - name: personal-data
                  mask: {entities: [EMAIL]}
            """;

    private static final Principal ALICE =
            new Principal("alice", "alice", List.of("analysts"), "client", "https://issuer", Optional.empty());

    private final Deque<Running> parts = new ArrayDeque<>();
    private final Map<String, String> common = new HashMap<>();
    private final EventProducer producer;
    private final Mailbox mailbox;
    private final List<Verdict> verdicts = new CopyOnWriteArrayList<>();

    /** @param directory for its state */
    public Weir(KafkaCluster cluster, Path directory) {
        EmbeddedSchemaRegistry registry = EmbeddedSchemaRegistry.open(directory.resolve("schemas.json"));
        common.put("kafka.bootstrap.servers", cluster.getBootstrapServers());
        common.put("schema.registry.url", serve(new ConfluentApi(registry)));
        WeirSerdes serdes = new WeirSerdes(registry).warmUp();
        Map<String, String> streams = new HashMap<>(common);
        streams.put("internal.secret", "a-secret-of-tests-only");
        streams.put("topics.replication.factor", "1");
        streams.put("state.dir", directory.resolve("state").toString());
        streams.put("streams.standby.replicas", "0");
        parts.push(StreamsApp.start(ServiceConfig.of(StreamsKeys.configDef(), streams), serdes));
        Map<String, Object> kafka = Map.of("bootstrap.servers", cluster.getBootstrapServers());
        producer = EventProducer.open(kafka, 1 << 20, serdes);
        parts.push(producer::close);
        mailbox = Mailbox.open(
                new MailboxConfig(kafka, "test", OptionalInt.empty()), serdes, verdict -> verdicts.add(verdict));
        parts.push(mailbox::close);
        new MailboxAnnouncement(producer, mailbox.replyTo()).opened();
        apply(POLICY);
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

    /** The configuration of an agent of this name. */
    public ServiceConfig agentConfig(String name) {
        Map<String, String> settings = new HashMap<>(common);
        settings.put("agent.name", name);
        return ServiceConfig.of(AgentConfig.definition(), settings);
    }

    /** Applies connections and a policy. */
    public void apply(String yaml) {
        for (Resource resource : Resources.parse(yaml).resources()) {
            if (resource instanceof ConnectionResource) {
                put(ConfigKeys.connection(resource.name()), ConfigKind.CONNECTION, 0, resource);
            } else {
                put(ConfigKeys.policy(resource.name(), 1), ConfigKind.POLICY, 1, resource);
                put(ConfigKeys.ACTIVE_POLICY, ConfigKind.ACTIVE_POLICY, 1, resource);
            }
        }
    }

    private void put(String key, ConfigKind kind, int version, Resource resource) {
        boolean pointer = kind == ConfigKind.ACTIVE_POLICY;
        ConfigEntry entry = new ConfigEntry(
                kind,
                resource.name(),
                version,
                pointer ? "" : resource.hash(),
                pointer ? "" : resource.source(),
                ALICE.toRecord(),
                Instant.now());
        producer.config(key, entry).toCompletableFuture().join();
    }

    /** A client of this connection, in a session of its own. */
    public Client client(String connection) {
        return new Client(connection);
    }

    /** What a client says goes where the ingress would send it; what comes back is what the ingress would get. */
    public final class Client {
        private final String connection;
        private String sessionId = SessionIds.newSessionId(ALICE);
        private int lastId;

        private Client(String connection) {
            this.connection = connection;
        }

        /** In another session. */
        public Client reopen() {
            sessionId = SessionIds.newSessionId(ALICE);
            return this;
        }

        public String sessionId() {
            return sessionId;
        }

        /** Sends a request and waits for its answer. */
        public String request(String method, String params) {
            return awaitAnswer(send(method, params));
        }

        /** Sends a request; gives its exchange. */
        public String send(String method, String params) {
            String id = MessageIds.next();
            String json = "{\n\"jsonrpc\":\"2.0\",\"id\":" + ++lastId + ",\"method\":\"" + method + "\",\"params\":"
                    + params + "}";
            write(id, id, MessageKind.REQUEST, method, json, null);
            return id;
        }

        /** Sends a notification. */
        public void notify(String method) {
            String json = "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"}";
            write(MessageIds.next(), "", MessageKind.NOTIFICATION, method, json, null);
        }

        /** Answers a request of the server. */
        public void answer(String json) {
            write(MessageIds.next(), "", MessageKind.RESPONSE, "", json, null);
        }

        /** Tells a fact. */
        public void fact(FactType type) {
            write(MessageIds.next(), "", MessageKind.FACT, "", "", new Fact(type, "It happened.", Map.of()));
        }

        private void write(String id, String exchange, MessageKind kind, String method, String json, Fact fact) {
            Intake intake = new Intake(
                    id,
                    exchange,
                    sessionId,
                    kind,
                    Direction.CLIENT_TO_SERVER,
                    Instant.now(),
                    ALICE.toRecord(),
                    connection,
                    "2025-11-25",
                    method,
                    json.contains("\"name\":") ? json.replaceAll("(?s).*\"name\":\"([^\"]*)\".*", "$1") : "",
                    ByteBuffer.wrap(json.getBytes(UTF_8)),
                    null,
                    mailbox.replyTo(),
                    null,
                    fact,
                    "",
                    "",
                    false);
            producer.intake(intake).toCompletableFuture().join();
        }

        /** What the client of this exchange is told in the end. */
        public String awaitAnswer(String exchange) {
            return await().until(
                            () -> verdicts.stream()
                                    .filter(each -> each.getExchangeId().equals(exchange) && answers(each))
                                    .findFirst(),
                            Optional::isPresent)
                    .map(verdict ->
                            UTF_8.decode(verdict.getPayload().duplicate()).toString())
                    .get();
        }

        private boolean answers(Verdict verdict) {
            return verdict.getKind() == MessageKind.RESPONSE
                    || (verdict.getKind() == MessageKind.REQUEST && verdict.getOutcome() == Outcome.BLOCK);
        }

        /** The fact of this type in the session. */
        public Verdict awaitFact(FactType type) {
            return await().until(
                            () -> heard(MessageKind.FACT).stream()
                                    .filter(each -> each.getFact().getType() == type)
                                    .findFirst(),
                            Optional::isPresent)
                    .get();
        }

        /** The verdicts of this kind in the session, without those on what this client has sent. */
        public List<Verdict> heard(MessageKind kind) {
            return verdicts.stream()
                    .filter(each -> each.getSessionId().equals(sessionId) && each.getKind() == kind)
                    .filter(each -> kind == MessageKind.FACT || each.getDirection() == Direction.SERVER_TO_CLIENT)
                    .toList();
        }
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }
}
