/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.Outcome;
import io.weir.events.Verdict;
import io.weir.ingress.decision.Bytes;
import io.weir.ingress.decision.DecisionListener;
import io.weir.ingress.decision.Undecided;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * What a client sends that wants no answer: a notification, its answer to a server's request, or the end of its session. The
 * client is told that it was accepted only when the upstream has it, so that what it sends next cannot overtake it.
 */
final class OneWay implements DecisionListener, UpstreamListener, Timed {
    private enum Kind {
        NOTIFICATION,
        ANSWER,
        END_OF_SESSION
    }

    private final Exchanges.Tools tools;
    private final Caller caller;
    private final Intake intake;
    private final Kind kind;
    private final Consumer<Passed> done;
    private final AtomicBoolean over = new AtomicBoolean();
    private Runnable onDone = () -> {};
    private volatile long dueNanos = Long.MAX_VALUE;
    private volatile boolean sent;
    private volatile UpstreamCall call;

    private OneWay(Exchanges.Tools tools, Caller caller, Intake intake, Kind kind, Consumer<Passed> done) {
        this.tools = tools;
        this.caller = caller;
        this.intake = intake;
        this.kind = kind;
        this.done = done;
    }

    static OneWay notification(
            Exchanges.Tools tools, Caller caller, Message.Notification message, Consumer<Passed> done) {
        Intake intake = tools.intakes().clientNotification(caller.route(), message);
        return new OneWay(tools, caller, intake, Kind.NOTIFICATION, done);
    }

    static OneWay response(Exchanges.Tools tools, Caller caller, Message.Response message, Consumer<Passed> done) {
        Intake intake = tools.intakes().clientResponse(caller.route(), message.payload());
        return new OneWay(tools, caller, intake, Kind.ANSWER, done);
    }

    static OneWay endOfSession(Exchanges.Tools tools, Caller caller, Consumer<Passed> done) {
        Fact fact = new Fact(FactType.SESSION_CLOSED, "The client ended its session", Map.of());
        Intake intake = tools.intakes().fact(caller.route(), "", fact);
        return new OneWay(tools, caller, intake, Kind.END_OF_SESSION, done);
    }

    String messageId() {
        return intake.getMessageId();
    }

    void onDone(Runnable listener) {
        onDone = listener;
    }

    void begin() {
        tools.decisions().submit(intake, this);
    }

    @Override
    public void decided(Verdict verdict, long offset) {
        byte[] payload = Bytes.of(verdict.getPayload());
        // An agent has it already, with the same verdict.
        if (passes(verdict, payload) && verdict.getAgent() == null) {
            dueNanos = System.nanoTime() + caller.upstream().timeout().toNanos();
            sent = true;
            call = kind == Kind.END_OF_SESSION
                    ? tools.upstreams().delete(caller.upstream(), caller.told(), this)
                    : tools.upstreams().post(caller.upstream(), caller.told(), payload, this);
        } else {
            finish(kind == Kind.ANSWER && payload == null ? Passed.UNEXPECTED : Passed.ACCEPTED);
        }
    }

    private boolean passes(Verdict verdict, byte[] payload) {
        return switch (kind) {
            case NOTIFICATION -> verdict.getOutcome() == Outcome.FORWARD && payload != null;
            // A blocked answer still leaves the server waiting; the verdict then holds the error that it gets instead.
            // There is
            // nothing to pass on only where nothing was asked.
            case ANSWER -> payload != null;
            // It is recorded; an upstream without a session has none to end.
            case END_OF_SESSION -> !caller.told().sessionId().isEmpty();
        };
    }

    @Override
    public void undecided(Undecided why) {
        if (why == Undecided.TIMEOUT) {
            record(FactType.DECISION_TIMEOUT, "No verdict came in time");
        }
        finish(Passed.UNDECIDED);
    }

    @Override
    public void begun(UpstreamCall begun, String sessionId, boolean streamed) {
        finish(Passed.ACCEPTED);
        begun.cancel();
    }

    @Override
    public void message(byte[] json) {
        // There is nothing to say to this message; the call is broken off where it begins to.
    }

    @Override
    public void ended(UpstreamEnd end) {
        switch (end.kind()) {
            case ACCEPTED, COMPLETE, CANCELLED -> finish(Passed.ACCEPTED);
            case SESSION_GONE -> finish(Passed.SESSION_GONE);
            case NOT_OFFERED -> fail(Passed.NOT_OFFERED, FactType.UPSTREAM_INVALID, end.reason());
            case UNREACHABLE -> fail(Passed.UPSTREAM_FAILED, FactType.UPSTREAM_UNREACHABLE, end.reason());
            case BROKEN -> fail(Passed.UPSTREAM_FAILED, FactType.OUTCOME_UNKNOWN, end.reason());
            default -> fail(Passed.UPSTREAM_FAILED, FactType.UPSTREAM_INVALID, end.reason());
        }
    }

    @Override
    public void tick(long nowNanos) {
        if (!sent || nowNanos - dueNanos < 0) {
            return;
        }
        if (finish(Passed.UPSTREAM_TIMEOUT)) {
            record(FactType.UPSTREAM_TIMEOUT, "The upstream did not take a message in time");
            UpstreamCall current = call;
            if (current != null) {
                current.cancel();
            }
        }
    }

    private void fail(Passed passed, FactType type, String reason) {
        if (finish(passed)) {
            record(type, reason);
        }
    }

    private boolean finish(Passed passed) {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        onDone.run();
        done.accept(passed);
        return true;
    }

    private void record(FactType type, String reason) {
        tools.audit()
                .record(
                        caller.route(),
                        intake.getExchangeId(),
                        new Fact(type, reason, Map.of("messageId", intake.getMessageId())));
    }
}
