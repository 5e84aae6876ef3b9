/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.events.Direction;
import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.Outcome;
import io.weir.events.Verdict;
import io.weir.ingress.decision.AnsweredRequest;
import io.weir.ingress.decision.Bytes;
import io.weir.ingress.decision.DecisionListener;
import io.weir.ingress.decision.Undecided;
import io.weir.ingress.exchange.ExchangeState.Awaiting;
import io.weir.ingress.exchange.ExchangeState.Claiming;
import io.weir.ingress.exchange.ExchangeState.Concluding;
import io.weir.ingress.exchange.ExchangeState.Held;
import io.weir.ingress.exchange.ExchangeState.Relayed;
import io.weir.ingress.jsonrpc.Answers;
import io.weir.ingress.jsonrpc.ErrorCode;
import io.weir.ingress.jsonrpc.Members;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.jsonrpc.RequestId;
import io.weir.ingress.session.EventId;
import io.weir.ingress.upstream.UpstreamCall;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One request of a client, from its parsed body to its answer. Verdicts come from the mailbox's thread, answers from the
 * upstream client's, time from the timer's, a hang-up from the connection's: each takes at most one transition.
 */
final class Exchange implements Timed {
    private static final long TAKEN_BACK_RETRY_MS = 1_000;

    private final Exchanges.Tools tools;
    private final HeldTasks tasks;
    private final Caller caller;
    private final Message.Request request;
    private volatile ClientReply reply;
    private final ResumableReply resumable;
    private volatile boolean isTask;
    private final String id;
    private volatile long forwardedAt = -1;
    private final Consumer<String> onDone;
    private final UpstreamAnswer upstream;
    private final Waiting waiting;
    private final AtomicReference<ExchangeState> state = new AtomicReference<>(new Awaiting());
    private volatile UpstreamCall call;
    private volatile boolean clientGone;
    private volatile boolean takenBack;

    Exchange(
            Exchanges.Tools tools,
            HeldTasks tasks,
            ServerMessages serverMessages,
            Caller caller,
            Message.Request request,
            ClientReply client,
            boolean alone,
            String id,
            Consumer<String> onDone) {
        this.tools = tools;
        this.tasks = tasks;
        this.caller = caller;
        this.request = request;
        this.resumable = alone && caller.session() != null ? new ResumableReply(client) : null;
        this.reply = resumable != null ? resumable : client;
        this.id = id;
        this.onDone = onDone;
        this.upstream = new UpstreamAnswer(tools, serverMessages, caller, request, reply, id, this);
        this.waiting = new Waiting(tools, caller, request, reply);
    }

    void begin() {
        if (resumable != null) {
            EventId.Request answered = new EventId.Request(request.id().json(), request.isToolCall());
            resumable.resumableAs(tools.streamIds(caller, id, answered));
        }
        reply.onGone(this::clientGone);
        tools.decisions().submit(tools.intakes().request(caller.route(), request, id), new RequestDecision());
    }

    // ---- the request's verdict ----

    private final class RequestDecision implements DecisionListener {
        @Override
        public void decided(Verdict verdict, long offset) {
            if (!(state.get() instanceof ExchangeState.Undecided now)) {
                return;
            }
            byte[] payload = Bytes.of(verdict.getPayload());
            if (verdict.getOutcome() == Outcome.FORWARD && payload != null) {
                forwardedAt = offset;
                forward(now, verdict, payload);
            } else if (verdict.getOutcome() == Outcome.HOLD && verdict.getApproval() != null) {
                hold(now, verdict, offset);
            } else {
                finish(now, now.end(), refusal(payload != null ? payload : blocked()), offset);
            }
        }

        @Override
        public void undecided(Undecided why) {
            if (state.get() instanceof ExchangeState.Undecided now) {
                noDecision(now, now.end(), why);
            }
        }
    }

    private void forward(ExchangeState.Undecided now, Verdict verdict, byte[] payload) {
        String approvalId =
                verdict.getApproval() == null ? null : verdict.getApproval().getApprovalId();
        AnsweredRequest answered =
                new AnsweredRequest(id, request.method(), request.name(), Bytes.of(verdict.getContext()), approvalId);
        long due = HeldTasks.concerns(request) ? System.nanoTime() + Long.MAX_VALUE / 2 : upstreamDue();
        if (!state.compareAndSet(now, now.forward(answered, due))) {
            return;
        }
        if (HeldTasks.concerns(request)) {
            tasks.answer(this, caller, request);
        } else if (verdict.getAgent() == null) {
            // An agent would have it already, with the same verdict; its answer would be a verdict.
            call = tools.upstreams()
                    .post(
                            caller.upstream(),
                            caller.told().following(request.payload(), payload),
                            toSend(payload),
                            upstream);
            if (state.get() instanceof ExchangeState.Done) {
                // The client took its request back before there was a call to break off.
                cancelCall();
            }
        }
    }

    /** What waited as the gateway's task must not become one of the upstream's as well: its client knows of one. */
    private byte[] toSend(byte[] payload) {
        return isTask ? Members.without(payload, "params", "task") : payload;
    }

    /** Answers in the place of the upstream. */
    void answer(byte[] response) {
        conclude(response, null, (payload, forwarded) -> Answer.of(payload));
    }

    /** Lets the client know that its answer takes time. */
    void openStream() {
        reply.openStream(forwardedAt);
    }

    private void hold(ExchangeState.Undecided now, Verdict verdict, long offset) {
        boolean asTask = tasks.suits(caller, request);
        Held held =
                now.hold(verdict.getApproval().getApprovalId(), verdict.getReason(), waiting.begin(System.nanoTime()));
        if (asTask) {
            holdAsTask(now, held.forLong(), offset);
        } else if (state.compareAndSet(now, held)) {
            reply.openStream(offset);
            if (clientGone) {
                // It hung up before there was anything to wait for.
                clientGone();
            } else if (takenBack) {
                // It was taken back before it was held.
                takeBack();
            }
        }
    }

    /** The client has its answer at once, and asks for the outcome. */
    private void holdAsTask(ExchangeState.Undecided now, Held held, long offset) {
        if (isTask) {
            // Held anew when it was claimed, since the policy has changed: still the same task.
            state.compareAndSet(now, held);
        } else if (state.compareAndSet(now, held)) {
            isTask = true;
            ClientReply client = reply;
            reply = new Nobody();
            client.answer(Answer.of(tasks.create(caller, request, id, held, offset)), offset);
        }
    }

    boolean isHeld() {
        return state.get() instanceof Held;
    }

    /** The client wants the task's outcome no more; what was sent to the upstream goes on. */
    void cancelTask() {
        if (isTask && state.get() instanceof Held held) {
            leave(
                    held,
                    held.end(),
                    () -> record(
                            FactType.WAITER_GONE,
                            "The client cancelled the task",
                            Map.of("exchangeId", id, "approvalId", held.approvalId())));
        }
    }

    /** The approval on which this exchange waits has ended, one way or the other; the claim tells which. */
    void approvalDecided() {
        if (!(state.get() instanceof Held held)) {
            return;
        }
        Claiming claiming = held.claim();
        if (state.compareAndSet(held, claiming)) {
            tools.decisions()
                    .submit(
                            tools.intakes().claim(caller.route(), request, id, claiming.approvalId()),
                            new RequestDecision());
        }
    }

    // ---- the upstream's answer ----

    /** Keeps the call, which may begin before {@code post} has returned. */
    void callBegun(UpstreamCall begun) {
        call = begun;
    }

    /** The upstream streams its answer, and so does the gateway. */
    void upstreamStreams() {
        if (reply instanceof PartialReply partial) {
            partial.begin();
        }
        if (resumable != null) {
            resumable.openStream(forwardedAt);
        }
    }

    /** The upstream has left its client alone for a while; it is asked again by itself. */
    void pause(long retryMillis) {
        if (resumable != null && resumable.ids().tellsStart()) {
            resumable.pause(retryMillis);
        }
    }

    /**
     * A client has come back for the rest of the stream.
     *
     * @return what it is told after the log; null if the exchange is another session's, or over
     */
    ResumableReply resume(Caller returned, ClientReply client) {
        boolean same = resumable != null
                && returned.route().sessionId().equals(caller.route().sessionId());
        if (!same) {
            return null;
        }
        client.resumableAs(resumable.ids());
        return resumable.resume(client) ? resumable : null;
    }

    /** Whether the upstream's answer is still expected. */
    boolean isRelayed() {
        return state.get() instanceof Relayed;
    }

    /** The upstream has said something: it has its whole time again. */
    void upstreamHeard() {
        if (state.get() instanceof Relayed now) {
            state.compareAndSet(now, now.heard(nextDue()));
        }
    }

    /** Whether it is this session's. */
    boolean isOf(String sessionId) {
        return caller.route().sessionId().equals(sessionId);
    }

    /** The upstream's agent brings a message besides the answer, which was let through. */
    void messageByAgent(byte[] json, long offset) {
        upstreamHeard();
        reply.message(json, offset);
    }

    /** The upstream's agent brings the answer, which is decided already. */
    void answeredByAgent(Verdict verdict, long offset) {
        if (!(state.get() instanceof Relayed now)) {
            return;
        }
        if (!state.compareAndSet(now, now.answered())) {
            // A heard() came between; the answer is still expected, or someone else gave it.
            answeredByAgent(verdict, offset);
            return;
        }
        over();
        byte[] payload = Bytes.of(verdict.getPayload());
        boolean passes = verdict.getOutcome() == Outcome.FORWARD && payload != null;
        reply.answer(
                passes
                        ? upstream.byAgent(payload, verdict.getFact())
                        : Answer.of(payload != null ? payload : blocked()),
                offset);
    }

    /** The agent that had the request is gone. */
    void agentLost() {
        upstream.agentLost();
    }

    /** A part of the answer goes through a decision like all else, and is shown if that says so. */
    void part(Message.Notification part, PartialReply client, UpstreamCall from) {
        if (state.get() instanceof Relayed now) {
            tools.decisions()
                    .submit(
                            tools.intakes().part(caller.route(), part, now.request()),
                            new PartDecision(client, from, this::partBlocked));
        }
    }

    /** What has been shown cannot be taken back, but nothing follows. */
    private void partBlocked(String why) {
        conclude(Answers.error(request.id(), ErrorCode.BLOCKED, why), null, (payload, forwarded) -> Answer.of(payload));
        cancelCall();
    }

    /** Puts the answer to a decision; false if there already is one. */
    boolean conclude(byte[] response, Fact fact, AnswerForm form) {
        if (!(state.get() instanceof Relayed now)) {
            return false;
        }
        Concluding concluding = now.conclude();
        if (!state.compareAndSet(now, concluding)) {
            // A heard() came between; the answer is still expected, or someone else gave it.
            return conclude(response, fact, form);
        }
        tools.decisions()
                .submit(
                        tools.intakes()
                                .response(caller.route(), Direction.SERVER_TO_CLIENT, now.request(), response, fact),
                        new ResponseDecision(concluding, form));
        return true;
    }

    /** How an answer is given once it is decided. */
    interface AnswerForm {
        /** The answer with this payload. */
        Answer of(byte[] payload, boolean forwarded);
    }

    private final class ResponseDecision implements DecisionListener {
        private final Concluding concluding;
        private final AnswerForm form;

        ResponseDecision(Concluding concluding, AnswerForm form) {
            this.concluding = concluding;
            this.form = form;
        }

        @Override
        public void decided(Verdict verdict, long offset) {
            byte[] payload = Bytes.of(verdict.getPayload());
            boolean forwarded = verdict.getOutcome() == Outcome.FORWARD && payload != null;
            finish(concluding, concluding.end(), form.of(payload != null ? payload : blocked(), forwarded), offset);
        }

        @Override
        public void undecided(Undecided why) {
            noDecision(concluding, concluding.end(), why);
        }
    }

    // ---- the end ----

    private void finish(ExchangeState now, ExchangeState.Done done, Answer answer, long offset) {
        if (state.compareAndSet(now, done)) {
            over();
            reply.answer(answer, offset);
        }
    }

    private void noDecision(ExchangeState now, ExchangeState.Done done, Undecided why) {
        if (!state.compareAndSet(now, done)) {
            return;
        }
        over();
        if (now instanceof Concluding) {
            record(
                    FactType.OUTCOME_UNKNOWN,
                    "The upstream was called, and its answer got no verdict",
                    Map.of("exchangeId", id));
        } else if (why == Undecided.TIMEOUT && caller.upstream().isBesideAgent()) {
            // The agent does not ask this process before it acts.
            record(
                    FactType.OUTCOME_UNKNOWN,
                    "No verdict came in time; an agent may act on it",
                    Map.of("exchangeId", id));
            reply.answer(
                    Answer.of(Answers.error(
                            request.id(),
                            ErrorCode.OUTCOME_UNKNOWN,
                            "The gateway came to no decision in time; whether the upstream acts is unknown")),
                    -1);
            return;
        } else if (why == Undecided.TIMEOUT) {
            record(FactType.DECISION_TIMEOUT, "No verdict came in time", Map.of("exchangeId", id));
        }
        int status = why == Undecided.LOG_UNAVAILABLE ? 503 : 200;
        byte[] error = Answers.error(
                request.id(), ErrorCode.NO_DECISION, "The gateway came to no decision; the message was not passed on");
        reply.answer(new Answer(error, status, false, null), -1);
    }

    private void over() {
        onDone.accept(id);
        if (isTask) {
            tasks.over();
        }
        // Usually over by now; a stream that stays open after its answer is not waited for.
        cancelCall();
    }

    /** Breaks the upstream call off, if it is under way. */
    void cancelCall() {
        UpstreamCall current = call;
        if (current != null) {
            current.cancel();
        }
    }

    /** From revision 2026-07-28 on, a method that is not offered has an HTTP status of its own. */
    private Answer refusal(byte[] payload) {
        boolean unknown = caller.isStateless() && tools.parser().errorCode(payload) == ErrorCode.METHOD_NOT_FOUND;
        return new Answer(payload, unknown ? 404 : 200, false, null);
    }

    private byte[] blocked() {
        return Answers.error(request.id(), ErrorCode.BLOCKED, "Blocked by policy");
    }

    private long upstreamDue() {
        return System.nanoTime() + caller.upstream().timeout().toNanos();
    }

    /** What has begun to stream changes may be silent for as long as nothing changes. */
    private long nextDue() {
        return request.isListen() ? System.nanoTime() + Long.MAX_VALUE / 2 : upstreamDue();
    }

    private void record(FactType type, String reason, Map<String, String> attributes) {
        tools.audit().record(caller.route(), id, new Fact(type, reason, attributes));
    }

    // ---- time, and the client ----

    @Override
    public void tick(long nowNanos) {
        ExchangeState now = state.get();
        if (now instanceof Relayed relayed && nowNanos - relayed.dueNanos() >= 0) {
            upstream.timedOut();
        } else if (now instanceof Held held) {
            tickHeld(held, nowNanos);
        }
        reply.keepAlive(nowNanos);
    }

    private void tickHeld(Held held, long nowNanos) {
        if (nowNanos - held.untilNanos() < 0) {
            waiting.progress(held, nowNanos);
            return;
        }
        ExchangeState.Done done = held.end();
        if (state.compareAndSet(held, done)) {
            over();
            record(
                    FactType.WAITER_GONE,
                    "The client was told to come back",
                    Map.of("exchangeId", id, "approvalId", held.approvalId()));
            reply.answer(Answer.of(waiting.pending(held)), -1);
        }
    }

    /**
     * The client has hung up. Within a session that is no cancellation (MCP 2025-11-25, "Sending Messages"), but nobody waits for an
     * approval any more; from revision 2026-07-28 on it is one.
     */
    private void clientGone() {
        clientGone = true;
        ExchangeState now = state.get();
        if (now instanceof Held held) {
            leave(
                    held,
                    held.end(),
                    () -> record(
                            FactType.CLIENT_GONE,
                            "The client hung up while its request waited for approval",
                            Map.of("exchangeId", id, "approvalId", held.approvalId())));
        } else if (caller.isStateless() && now instanceof ExchangeState.Undecided undecided) {
            leave(undecided, undecided.end(), () -> cancelled("The client cancelled its request", false));
        } else if (caller.isStateless() && now instanceof Relayed relayed) {
            leave(
                    relayed,
                    relayed.end(),
                    () -> cancelled("The client cancelled its request; whether the upstream acted is unknown", true));
        } else if (!(now instanceof ExchangeState.Done)) {
            record(FactType.CLIENT_GONE, "The client hung up before its answer", Map.of("exchangeId", id));
        }
    }

    private void leave(ExchangeState now, ExchangeState.Done done, Runnable record) {
        if (state.compareAndSet(now, done)) {
            over();
            record.run();
        } else {
            clientGone();
        }
    }

    /** Whether this is the session's request of this id. */
    boolean isOf(Caller other, RequestId requestId) {
        return caller.session() != null
                && caller.route().sessionId().equals(other.route().sessionId())
                && request.id().equals(requestId);
    }

    /**
     * The client has taken its request back (MCP 2025-11-25, "Cancellation"). While it waits for people, the upstream knows nothing of it,
     * and it must not be executed; else the upstream is told, and ends it.
     */
    void takeBack() {
        takenBack = true;
        if (isTask || !(state.get() instanceof Held held)) {
            return;
        }
        if (!state.compareAndSet(held, held.end())) {
            takeBack();
            return;
        }
        over();
        cancelled("The client took its request back", false);
        if (resumable != null) {
            // There is no answer to what was taken back; its stream ends as any other.
            resumable.pause(TAKEN_BACK_RETRY_MS);
        } else {
            // Others are answered on the same stream, which ends when all are.
            reply.answer(
                    Answer.of(Answers.error(request.id(), ErrorCode.INVALID_REQUEST, "The request was taken back")),
                    -1);
        }
    }

    private void cancelled(String reason, boolean relayed) {
        record(FactType.CANCELLED, reason, Map.of("exchangeId", id, "relayed", Boolean.toString(relayed)));
    }

    /** Ends a stream of changes, which would not end by itself. */
    void endStream() {
        if (request.isListen() || HeldTasks.concerns(request)) {
            reply.breakOff();
        }
    }
}
