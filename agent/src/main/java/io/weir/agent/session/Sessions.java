/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.session;

import io.weir.agent.child.Child;
import io.weir.agent.message.Envelope;
import io.weir.agent.message.EnvelopeReader;
import io.weir.events.Direction;
import io.weir.events.FactType;
import io.weir.events.Outcome;
import io.weir.events.Verdict;
import io.weir.model.GatewayTasks;
import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.resource.Target;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All sessions of this agent, by audit session. Takes each verdict once, and finds or opens the session that it is for: {@code initialize}
 * opens one, and so does a request that stands for itself. Thread-safe.
 */
public final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private static final int MAX_EARLY = 64;
    private static final long EARLY_NANOS = Duration.ofSeconds(2).toNanos();

    private final Settings settings;
    private final Session.Tools tools;
    private final Clock clock;
    private final SeenMessages seen = new SeenMessages();
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    /** Whoever decides may have heard of a new connection a moment earlier. */
    private final Deque<Early> early = new ArrayDeque<>();

    private record Early(Verdict verdict, long untilNanos) {}

    /**
     * What sessions depend on.
     *
     * @param connections finds a connection whose server this agent starts
     * @param programs whether a program may be started
     * @param maxSessions most processes at a time, at least 1
     */
    public record Settings(Connections connections, Programs programs, int maxSessions) {}

    /** Finds a connection whose server this agent starts. */
    @FunctionalInterface
    public interface Connections {
        /** Empty if there is none, or if it is another agent's. */
        Optional<ConnectionResource> find(String name);
    }

    /** Says which programs may be started. */
    @FunctionalInterface
    public interface Programs {
        /** Whether this one may, as the connection names it. */
        boolean allows(String program);
    }

    /** None yet. */
    public Sessions(Settings settings, Outbox outbox, Counters counters, Child.Factory children, Clock clock) {
        this.settings = settings;
        this.tools = new Session.Tools(new Events(clock), outbox, counters, children);
        this.clock = clock;
    }

    /** Acts on a verdict; the same one again has no effect. Does not block. */
    public synchronized void take(Verdict verdict) {
        if (!seen.isFirst(verdict.getMessageId())) {
            return;
        }
        boolean toServer = verdict.getDirection() == Direction.CLIENT_TO_SERVER;
        switch (verdict.getKind()) {
            case REQUEST, CLAIM -> {
                if (!toServer) {
                    within(verdict, (session, envelope) -> session.answer(verdict, envelope, bytes(verdict)));
                } else if (verdict.getOutcome() == Outcome.FORWARD) {
                    request(verdict);
                }
            }
            case NOTIFICATION ->
                within(verdict, (session, envelope) -> session.notification(verdict, envelope, bytes(verdict)));
            case RESPONSE -> {
                if (toServer) {
                    within(verdict, (session, envelope) -> session.answer(verdict, envelope, bytes(verdict)));
                } else {
                    cancel(verdict);
                }
            }
            case FACT -> fact(verdict);
            default ->
                LOG.atWarn().addKeyValue("kind", verdict.getKind()).log("A verdict is of a kind that is not known");
        }
    }

    private static byte[] bytes(Verdict verdict) {
        ByteBuffer payload = verdict.getPayload();
        byte[] bytes = new byte[payload == null ? 0 : payload.remaining()];
        if (payload != null) {
            payload.duplicate().get(bytes);
        }
        return bytes;
    }

    private void within(Verdict verdict, BiConsumer<Session, Envelope> task) {
        Session session = sessions.get(verdict.getSessionId());
        if (session != null) {
            EnvelopeReader.read(bytes(verdict)).ifPresent(envelope -> task.accept(session, envelope));
        }
    }

    private void fact(Verdict verdict) {
        if (verdict.getFact().getType() == FactType.CANCELLED) {
            cancel(verdict);
        } else if (verdict.getFact().getType() == FactType.SESSION_CLOSED) {
            Session session = sessions.get(verdict.getSessionId());
            if (session != null) {
                session.end("The client ended its session");
            }
        }
    }

    private void cancel(Verdict verdict) {
        Session session = sessions.get(verdict.getSessionId());
        if (session != null && verdict.getFact() != null) {
            String exchangeId = verdict.getFact().getAttributes().getOrDefault("exchangeId", verdict.getExchangeId());
            session.cancel(exchangeId, "Nobody waits for the answer any more");
        }
    }

    // ---- requests ----

    private void request(Verdict verdict) {
        if (connection(verdict).isEmpty() && opens(verdict) && early.size() < MAX_EARLY) {
            early.add(new Early(verdict, System.nanoTime() + EARLY_NANOS));
        } else {
            requestNow(verdict);
        }
    }

    private void retryEarly(long nowNanos) {
        for (Early next = early.peek();
                next != null
                        && (nowNanos - next.untilNanos() > 0
                                || connection(next.verdict()).isPresent());
                next = early.peek()) {
            early.remove();
            requestNow(next.verdict());
        }
    }

    private void requestNow(Verdict verdict) {
        byte[] payload = bytes(verdict);
        Optional<Envelope> read = EnvelopeReader.read(payload).filter(each -> each.id() != null);
        if (read.isEmpty()) {
            LOG.atError().addKeyValue("messageId", verdict.getMessageId()).log("A request cannot be read");
            return;
        }
        Envelope envelope = read.get();
        if (envelope.method().startsWith("tasks/") && GatewayTasks.isOne(envelope.taskId())) {
            // The server knows nothing of it; the ingress answers.
            return;
        }
        Session session = sessions.get(verdict.getSessionId());
        if (session != null && !session.isOver() && !isLate(verdict) && session.request(verdict, envelope, payload)) {
            return;
        }
        Optional<Failure> failure = isLate(verdict) ? Optional.of(tooLate()) : whyNot(verdict);
        if (failure.isPresent()) {
            fail(verdict, envelope, payload, failure.get());
            return;
        }
        Session opened = open(verdict);
        if (!opened.request(verdict, envelope, payload)) {
            fail(verdict, envelope, payload, Failure.unreachable("The server's process ended at once"));
        }
    }

    private void fail(Verdict verdict, Envelope envelope, byte[] payload, Failure failure) {
        tools.outbox()
                .send(tools.events()
                        .response(
                                verdict,
                                envelope.name(),
                                failure.answer(envelope.id().in(payload)),
                                failure.fact()));
    }

    /** Whoever asked has given up on it, and was told that nobody knows; so nobody acts either. */
    private boolean isLate(Verdict verdict) {
        Duration patience = connection(verdict).map(ConnectionResource::timeout).orElse(Duration.ofHours(1));
        return Duration.between(verdict.getDecidedAt(), clock.instant()).compareTo(patience) > 0;
    }

    private static Failure tooLate() {
        return Failure.unreachable("The request reached the agent too late, or one of the clocks is wrong");
    }

    /** Why no session can begin with this request; empty if one can. */
    private Optional<Failure> whyNot(Verdict verdict) {
        if (!opens(verdict)) {
            return Optional.of(Failure.sessionGone());
        }
        Optional<ConnectionResource> connection = connection(verdict);
        if (connection.isEmpty()) {
            return Optional.of(Failure.unreachable("The agent does not know this connection"));
        }
        if (!settings.programs().allows(target(connection.get()).command().get(0))) {
            return Optional.of(Failure.unreachable("The agent may not start the program of this connection"));
        }
        forgetEnded();
        return sessions.size() >= settings.maxSessions() ? Optional.of(Failure.overloaded()) : Optional.empty();
    }

    private static boolean opens(Verdict verdict) {
        return verdict.getMethod().equals(Envelope.INITIALIZE) || Revisions.isStateless(verdict.getProtocolVersion());
    }

    private Optional<ConnectionResource> connection(Verdict verdict) {
        return settings.connections().find(verdict.getConnection());
    }

    private static Target.Stdio target(ConnectionResource connection) {
        return (Target.Stdio) connection.target();
    }

    private Session open(Verdict verdict) {
        Session session = new Session(verdict, target(connection(verdict).orElseThrow()), tools);
        sessions.put(verdict.getSessionId(), session);
        tools.counters().started().increment();
        session.start();
        return session;
    }

    // ---- time, change, and the end ----

    /** Does what is due; call it now and then. */
    public synchronized void tick(long nowNanos) {
        retryEarly(nowNanos);
        forgetEnded();
        sessions.values().forEach(session -> session.tick(nowNanos));
    }

    private void forgetEnded() {
        sessions.values().removeIf(Session::isOver);
    }

    /** Ends the sessions of connections that are gone, or whose servers another agent starts now. */
    public synchronized void connectionsChanged() {
        retryEarly(System.nanoTime());
        for (Session session : sessions.values()) {
            if (settings.connections().find(session.connection()).isEmpty()) {
                session.end("The connection was removed");
            }
        }
    }

    /** How many there are. */
    public int size() {
        return sessions.size();
    }

    /** Ends all, and waits a few seconds for their processes. Blocks. */
    public void close() {
        List<Session> all = List.copyOf(sessions.values());
        all.forEach(session -> session.end("The agent is stopping"));
        long deadline = System.nanoTime() + Duration.ofSeconds(6).toNanos();
        for (Session session : all) {
            if (!session.awaitGone(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                LOG.atWarn().addKeyValue("connection", session.connection()).log("A server could not be ended");
            }
        }
    }
}
