/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.session;

import io.weir.agent.child.Child;
import io.weir.agent.child.ChildEnd;
import io.weir.agent.message.Envelope;
import io.weir.agent.message.EnvelopeReader;
import io.weir.agent.message.GatewayMessages;
import io.weir.agent.message.OneLine;
import io.weir.agent.message.Span;
import io.weir.agent.message.Splice;
import io.weir.events.Intake;
import io.weir.events.Verdict;
import io.weir.policy.resource.Target;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * An audit session and its server's process. Verdicts come from the mailbox's thread, lines from the process', time from the timer's; each
 * is handled as a whole before the next.
 */
final class Session implements Child.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);
    /** A request that nobody has taken back for so long is nobody's any more. */
    private static final Duration FORGOTTEN = Duration.ofHours(24);

    private final String connection;
    private final Target.Stdio target;
    private final Child child;
    private final Tools tools;
    private final OpenRequests open = new OpenRequests();
    private Verdict latest;
    private long touchedNanos = System.nanoTime();
    private boolean over;
    private volatile boolean droppedBefore;

    /** What every session works with. */
    record Tools(Events events, Outbox outbox, Counters counters, Child.Factory children) {}

    /** @param opening the verdict on its first message */
    Session(Verdict opening, Target.Stdio target, Tools tools) {
        this.latest = opening;
        this.connection = opening.getConnection();
        this.target = target;
        this.tools = tools;
        this.child = tools.children().create(target, this);
    }

    void start() {
        child.start();
    }

    String id() {
        return latest.getSessionId();
    }

    String connection() {
        return connection;
    }

    // ---- to the server ----

    /**
     * A client's request.
     *
     * @return false if the process is gone, so that it did not get it
     */
    synchronized boolean request(Verdict verdict, Envelope envelope, byte[] payload) {
        if (over) {
            return false;
        }
        touch(verdict);
        OpenRequest request = open.open(envelope, payload, verdict);
        send(new Splice(payload)
                .put(envelope.id(), request.serverId())
                .put(envelope.progressToken(), request.serverId())
                .toBytes());
        return true;
    }

    /** A client's notification. */
    synchronized void notification(Verdict verdict, Envelope envelope, byte[] payload) {
        touch(verdict);
        if (!envelope.method().equals(Envelope.CANCELLED) || envelope.requestId() == null) {
            send(payload);
            return;
        }
        // What is not open cannot be taken back.
        open.byClientId(envelope.requestId())
                .ifPresent(request -> send(new Splice(payload)
                        .put(envelope.requestId(), request.serverId())
                        .toBytes()));
    }

    /** The answer to a request of the server, the client's or that of whoever blocked it. */
    synchronized void answer(Verdict verdict, Envelope envelope, byte[] payload) {
        touch(verdict);
        if (envelope.id() != null && open.closeByServer(envelope.id())) {
            send(payload);
        }
    }

    /** Nobody waits for the answer in this exchange any more. */
    synchronized void cancel(String exchangeId, String reason) {
        open.byExchange(exchangeId).ifPresent(request -> {
            open.close(request);
            if (request.isInitialize()) {
                child.end(reason);
            } else {
                send(GatewayMessages.cancelled(request.serverId(), reason));
            }
        });
    }

    void end(String reason) {
        child.end(reason);
    }

    boolean awaitGone(Duration timeout) {
        return child.awaitGone(timeout);
    }

    private void send(byte[] message) {
        if (!over && !child.send(OneLine.of(message))) {
            child.end("The server does not read its standard input");
        }
    }

    private void touch(Verdict verdict) {
        latest = verdict;
        touchedNanos = System.nanoTime();
    }

    /** Ends what nobody uses. */
    synchronized void tick(long nowNanos) {
        Duration patience = open.isEmpty() ? target.idleTimeout() : FORGOTTEN;
        if (nowNanos - touchedNanos > patience.toNanos()) {
            child.end("The session was idle");
        }
    }

    // ---- from the server ----

    @Override
    public void line(byte[] line) {
        tools.outbox().sendWhenRoom(() -> fromServer(line));
    }

    @Override
    public void tooLong() {
        dropped("it is too long");
    }

    private synchronized Optional<Intake> fromServer(byte[] line) {
        if (over) {
            return Optional.empty();
        }
        touchedNanos = System.nanoTime();
        Optional<Envelope> read = EnvelopeReader.read(line);
        if (read.isEmpty()) {
            return dropped("it is no JSON-RPC message");
        }
        Envelope envelope = read.get();
        return switch (envelope.kind()) {
            case RESPONSE -> answered(envelope, line);
            case NOTIFICATION -> notified(envelope, line);
            case REQUEST -> asked(envelope, line);
        };
    }

    private Optional<Intake> answered(Envelope envelope, byte[] line) {
        Optional<OpenRequest> answered = open.byServerId(envelope.id());
        if (answered.isEmpty()) {
            return dropped("it answers no open request");
        }
        OpenRequest request = answered.get();
        open.close(request);
        Span subscription = isOf(request, envelope.subscriptionId()) ? envelope.subscriptionId() : null;
        byte[] payload = new Splice(line)
                .put(envelope.id(), request.clientId())
                .put(subscription, request.clientId())
                .toBytes();
        return Optional.of(tools.events().response(request, payload, null));
    }

    private static boolean isOf(OpenRequest request, Span id) {
        return id != null && id.key().equals(Long.toString(request.number()));
    }

    private Optional<Intake> notified(Envelope envelope, byte[] line) {
        if (envelope.method().equals(Envelope.PROGRESS)) {
            return open.progress(envelope.notifiedToken())
                    .map(progress -> message(
                            envelope,
                            new Splice(line).put(envelope.notifiedToken(), progress.clientToken()),
                            progress.exchangeId()))
                    .or(() -> dropped("it tells of progress that nobody asked for"));
        }
        if (envelope.subscriptionId() != null) {
            return about(envelope, envelope.subscriptionId(), line)
                    .or(() -> dropped("it is of a subscription that is not open"));
        }
        if (envelope.method().equals(Envelope.CANCELLED) && envelope.requestId() != null) {
            if (!open.closeByServer(envelope.requestId())) {
                return about(envelope, envelope.requestId(), line).or(() -> dropped("it cancels what is not open"));
            }
        }
        return Optional.of(message(envelope, new Splice(line), stream()));
    }

    /** A notification that names a request of the client. */
    private Optional<Intake> about(Envelope envelope, Span id, byte[] line) {
        return open.byServerId(id)
                .map(request -> message(envelope, new Splice(line).put(id, request.clientId()), request.exchangeId()));
    }

    private Optional<Intake> asked(Envelope envelope, byte[] line) {
        if (Revisions.isStateless(latest.getProtocolVersion()) || !open.openByServer(envelope.id())) {
            // MCP 2026-07-28: a server asks by its answer. And an id that is in use could not be told from the other.
            send(GatewayMessages.error(
                    envelope.id().in(line), GatewayMessages.METHOD_NOT_FOUND, "The client cannot be asked this now"));
            return dropped("its request cannot be asked now");
        }
        return Optional.of(message(envelope, new Splice(line), stream()));
    }

    private Intake message(Envelope envelope, Splice payload, String stream) {
        return tools.events().message(latest, envelope, payload.toBytes(), stream);
    }

    /** Where a message belongs that does not say it: to the only request that is open, else to the session as a whole. */
    private String stream() {
        return open.only()
                .map(OpenRequest::exchangeId)
                .orElseGet(() -> Revisions.isStateless(latest.getProtocolVersion()) ? "" : id());
    }

    private Optional<Intake> dropped(String why) {
        tools.counters().dropped().increment();
        // One that prints what is none of the protocol prints it often.
        LOG.atLevel(droppedBefore ? Level.DEBUG : Level.WARN)
                .addKeyValue("connection", connection)
                .addKeyValue("reason", why)
                .log("A line of a server was dropped");
        droppedBefore = true;
        return Optional.empty();
    }

    @Override
    public synchronized void ended(ChildEnd end) {
        over = true;
        Failure failure = end.started() ? Failure.unknown(end.reason()) : Failure.unreachable(end.reason());
        for (OpenRequest request : open.closeAll()) {
            tools.outbox().send(tools.events().response(request, failure.answer(request.clientId()), failure.fact()));
        }
    }

    /** Whether the process is gone. */
    synchronized boolean isOver() {
        return over;
    }
}
