/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.harness;

import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.ReplyTo;
import io.weir.events.Verdict;
import io.weir.ingress.audit.AuditTrail;
import io.weir.ingress.decision.Decisions;
import io.weir.ingress.decision.Intakes;
import io.weir.ingress.exchange.ExchangeSettings;
import io.weir.ingress.exchange.Exchanges;
import io.weir.ingress.exchange.VerdictLog;
import io.weir.ingress.http.LlmHandler;
import io.weir.ingress.http.McpHandler;
import io.weir.ingress.jsonrpc.MessageParser;
import io.weir.ingress.jsonrpc.ParseLimits;
import io.weir.ingress.session.EventIds;
import io.weir.ingress.session.RequestStates;
import io.weir.ingress.session.Sessions;
import io.weir.ingress.session.TaskIds;
import io.weir.ingress.upstream.Relays;
import io.weir.ingress.upstream.Upstreams;
import io.weir.ingress.upstream.agent.AgentRelay;
import io.weir.ingress.upstream.http.HttpRelay;
import io.weir.ingress.upstream.llm.LlmRelay;
import io.weir.ingress.upstream.sse.McpRelay;
import io.weir.ingress.upstream.sse.SseRelay;
import io.weir.ingress.virtual.VirtualDispatcher;
import io.weir.model.Principal;
import io.weir.policy.CompiledPolicy;
import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.resource.Parsed;
import io.weir.policy.resource.PolicyResource;
import io.weir.policy.resource.Resources;
import io.weir.service.http.AllowedHosts;
import io.weir.service.http.AllowedHostsHandler;
import io.weir.service.http.HttpServer;
import io.weir.service.http.PrefixRouter;
import io.weir.service.identity.BearerAuthHandler;
import io.weir.service.identity.InvalidTokenException;
import io.weir.service.identity.ProtectedResource;
import io.weir.service.identity.TokenVerifier;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The ingress without Kafka: real HTTP on both sides, and a test that decides on what is in the log. */
public final class Gateway implements AutoCloseable {
    /** The gateway's own credential for the upstream. */
    public static final String UPSTREAM_SECRET = "gateway-upstream-secret";

    private static final int MAX_STREAMS = 2;

    private final List<Intake> log = new CopyOnWriteArrayList<>();
    private final List<Verdict> verdicts = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService mailbox = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final HttpRelay client = new HttpRelay(Duration.ofMillis(500), 1 << 16);
    private final Map<String, ConnectionResource> connections = new ConcurrentHashMap<>();
    private final Upstreams upstreams = new Upstreams(Map.of("SECRET", UPSTREAM_SECRET)::get);
    private final SseRelay sse;
    private final Exchanges exchanges;
    private final HttpServer server;
    private volatile Function<Intake, Optional<Verdict>> decider = intake -> Optional.of(TestVerdicts.forward(intake));
    private volatile boolean logDown;

    /** With limits and times that suit tests. */
    public static Gateway start(URI upstream) {
        return new Gateway(upstream, 64, Duration.ofSeconds(20), Duration.ofMillis(400));
    }

    public Gateway(URI upstream, int maxPending, Duration decisionTimeout, Duration holdBudget) {
        Intakes intakes = new Intakes(new ReplyTo(0, "test:1"), Clock.systemUTC());
        Decisions decisions = new Decisions(this::append, decisionTimeout);
        AuditTrail audit = new AuditTrail(intakes, this::append, 1000);
        MessageParser parser = new MessageParser(new ParseLimits(1 << 16, 100, 10_000, 10));
        EventIds eventIds = new EventIds(new byte[32]);
        RequestStates requestStates = new RequestStates(new byte[32]);
        Sessions sessions = new Sessions(new byte[32], Duration.ofHours(1), Clock.systemUTC());
        sse = new SseRelay(new SseRelay.Tools(client, parser, timer, MAX_STREAMS, 1 << 16, Duration.ofHours(1)));
        exchanges = new Exchanges(new Exchanges.Tools(
                decisions,
                intakes,
                new Relays(
                        new McpRelay(client, sse, parser),
                        new LlmRelay(client, timer, 1 << 16, Duration.ofMillis(10)),
                        new AgentRelay()),
                sessions,
                parser,
                audit,
                this::read,
                eventIds,
                requestStates,
                new TaskIds(new byte[32]),
                timer,
                new ExchangeSettings(maxPending, MAX_STREAMS, 10, holdBudget, holdBudget, Duration.ofMillis(100))));
        Future<?> unused =
                timer.scheduleWithFixedDelay(() -> exchanges.tick(System.nanoTime()), 20, 20, TimeUnit.MILLISECONDS);
        Future<?> unusedToo = timer.scheduleWithFixedDelay(sse::closeIdle, 20, 20, TimeUnit.MILLISECONDS);
        connect("customers", upstream, "analysts", "10s");
        VirtualDispatcher.Tools virtual =
                new VirtualDispatcher.Tools(upstreams, sessions, requestStates, parser, audit);
        McpHandler handler = new McpHandler(
                upstreams,
                new VirtualDispatcher(exchanges, virtual, Clock.systemUTC()),
                parser,
                audit,
                new McpHandler.Sealed(sessions, eventIds, requestStates),
                1 << 16,
                100);
        ProtectedResource resource = new ProtectedResource(Optional.empty(), "https://issuer.test", List.of());
        LlmHandler llm = new LlmHandler(upstreams, sessions, exchanges, parser, audit, 1 << 16, 100);
        PrefixRouter routes = new PrefixRouter()
                .add("/mcp", new BearerAuthHandler(verifier(), resource, handler.denials(), handler))
                .add("/llm", new BearerAuthHandler(verifier(), resource, llm.denials(), llm.denialForm(), llm));
        server = HttpServer.start(
                "127.0.0.1", 0, new AllowedHostsHandler(new AllowedHosts(List.of(), List.of()), routes));
    }

    /** Adds or replaces a connection. */
    public Gateway connect(String name, URI url, String group, String timeout) {
        return connect(name, url, group, timeout, "SECRET");
    }

    /** Adds or replaces a connection whose credential is in this variable. */
    public Gateway connect(String name, URI url, String group, String timeout, String variable) {
        String yaml = "connection:\n  name: " + name + "\n  kind: mcp\n  url: " + url + "\n  credential:\n    bearer: "
                + "{env: " + variable + "}\n  allowedGroups: [" + group + "]\n  timeout: " + timeout + "\n";
        upstreams.put((ConnectionResource) Resources.parse(yaml).resources().get(0));
        return this;
    }

    /** Adds or replaces a connection. */
    public Gateway connect(String yaml) {
        Parsed parsed = Resources.parse(yaml);
        if (!parsed.valid()) {
            throw new IllegalArgumentException(parsed.problems().toString());
        }
        ConnectionResource connection = (ConnectionResource) parsed.resources().get(0);
        connections.put(connection.name(), connection);
        upstreams.put(connection);
        return this;
    }

    /** Decides by this policy from now on, on connections that were given as YAML. */
    public Gateway decideBy(String policy) {
        CompiledPolicy compiled =
                ((PolicyResource) Resources.parse(policy).resources().get(0)).compile(1);
        decide(intake -> Optional.of(TestVerdicts.by(compiled, intake, connections.get(intake.getConnection()))));
        return this;
    }

    /** Adds a connection whose server runs beside an agent. */
    public Gateway connectToAgent(String name, String timeout) {
        String yaml =
                "connection: {name: " + name + ", kind: mcp-stdio, agent: desk, command: [server], allowedGroups: "
                        + "[analysts], timeout: " + timeout + "}\n";
        upstreams.put((ConnectionResource) Resources.parse(yaml).resources().get(0));
        return this;
    }

    private static TokenVerifier verifier() {
        return token -> switch (token) {
            case TestClient.TOKEN -> CompletableFuture.completedFuture(person("alice", "analysts"));
            case "bob" -> CompletableFuture.completedFuture(person("bob", "analysts"));
            case "eve" -> CompletableFuture.completedFuture(person("eve", "others"));
            default -> CompletableFuture.failedFuture(new InvalidTokenException("The token is not acceptable"));
        };
    }

    private static Principal person(String name, String group) {
        return new Principal(name, name, List.of(group), "client", "https://issuer.test", Optional.empty());
    }

    private CompletionStage<Void> append(Intake intake) {
        if (logDown) {
            return CompletableFuture.failedFuture(new IllegalStateException("no broker"));
        }
        log.add(intake);
        mailbox.execute(() -> decider.apply(intake).ifPresent(this::received));
        return CompletableFuture.completedFuture(null);
    }

    /** Decides from now on; empty for no verdict. */
    public void decide(Function<Intake, Optional<Verdict>> newDecider) {
        decider = newDecider;
    }

    /** Puts a verdict into the mailbox. */
    public void deliver(Verdict verdict) {
        mailbox.execute(() -> received(verdict));
    }

    private void received(Verdict verdict) {
        verdicts.add(verdict);
        exchanges.accept(verdict, verdicts.size() - 1);
    }

    private void read(int partition, long from, String sessionId, VerdictLog.Reader reader) {
        timer.execute(() -> {
            for (int offset = (int) Math.max(0, from); offset < verdicts.size(); offset++) {
                Verdict verdict = verdicts.get(offset);
                if (verdict.getSessionId().equals(sessionId) && !reader.take(verdict, offset)) {
                    return;
                }
            }
            reader.end(verdicts.size());
        });
    }

    /** Lets writes to the log fail from now on. */
    public void breakLog() {
        logDown = true;
    }

    public int underWay() {
        return exchanges.size();
    }

    public int openStreams() {
        return exchanges.streams();
    }

    /** How many streams to servers of the HTTP+SSE transport are open. */
    public int upstreamStreams() {
        return sse.size();
    }

    /** What is in the log. */
    public List<Intake> log() {
        return log;
    }

    public List<Intake> log(MessageKind kind) {
        return log.stream().filter(intake -> intake.getKind() == kind).toList();
    }

    /** The facts of this type. */
    public List<Intake> facts(FactType type) {
        return log.stream()
                .filter(intake -> intake.getFact() != null && intake.getFact().getType() == type)
                .toList();
    }

    /** Where the OpenAI-compatible API of a connection is. */
    public URI llm(String connection, String path) {
        return URI.create("http://127.0.0.1:" + server.port() + "/llm/" + connection + "/v1" + path);
    }

    public URI url(String connection) {
        return URI.create("http://127.0.0.1:" + server.port() + "/mcp/" + connection);
    }

    public TestClient client() {
        return new TestClient(url("customers"));
    }

    @Override
    public void close() {
        exchanges.closeStreams();
        server.close();
        timer.shutdownNow();
        mailbox.shutdownNow();
        client.close();
    }
}
