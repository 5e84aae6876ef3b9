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
import io.weir.ingress.upstream.UpstreamSession;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One request of a client, from its parsed body to its answer. Verdicts come from the mailbox's thread, answers from the
 * upstream client's, time from the timer's, a hang-up from the connection's: each takes at most one transition.
 */
final class Exchange implements Timed {
    private final Exchanges.Tools tools;
    private final HeldTasks tasks;
    private final Caller caller;
    private final Message.Request request;
    private final String id;
    private final Progress progress;
    private final Departure departure;
    private final HeldRequest waiting;
    private final UpstreamAnswer upstream;
    private volatile long forwardedAt = -1;
    private volatile UpstreamTask upstreamTask;

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
        this.id = id;
        this.progress = new Progress(tools, tasks, caller, request, client, alone, id, () -> onDone.accept(id));
        this.departure = new Departure(progress);
        this.waiting = new HeldRequest(progress, tasks, departure, RequestDecision::new);
        this.upstream = new UpstreamAnswer(tools, serverMessages, caller, request, progress.reply(), id, this);
    }

    void begin() {
        if (progress.resumable() != null) {
            EventId.Request answered = new EventId.Request(request.id().json(), request.isToolCall());
            progress.resumable().resumableAs(tools.streamIds(caller, id, answered));
        }
        progress.reply().onGone(departure::hungUp);
        if (tasks.isDueTo(progress) && !tasks.hasRoom()) {
            byte[] full = Answers.error(
                    request.id(), ErrorCode.OVERLOADED, "Too many tasks are open; try again, or call without a task");
            refuse(full);
            return;
        }
        tools.decisions().submit(tools.intakes().request(caller.route(), request, id), new RequestDecision());
    }

    // ---- the request's verdict ----

    private final class RequestDecision implements DecisionListener {
        @Override
        public void decided(Verdict verdict, long offset) {
            if (!(progress.state() instanceof ExchangeState.Undecided now)) {
                return;
            }
            byte[] payload = Bytes.of(verdict.getPayload());
            if (verdict.getOutcome() == Outcome.FORWARD && payload != null) {
                forwardedAt = offset;
                forward(now, verdict, payload);
            } else if (verdict.getOutcome() == Outcome.HOLD && verdict.getApproval() != null) {
                waiting.hold(now, verdict, offset);
            } else {
                finish(now, now.end(), refusal(payload != null ? payload : blocked()), offset);
            }
        }

        @Override
        public void undecided(Undecided why) {
            if (progress.state() instanceof ExchangeState.Undecided now) {
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
        boolean becomesTask = tasks.isDueTo(progress) && !progress.isTask();
        if (!progress.move(now, now.forward(answered, due))) {
            return;
        }
        if (becomesTask) {
            waiting.becomeTask("", forwardedAt);
        }
        if (HeldTasks.concerns(request)) {
            tasks.answer(this, caller, request, payload);
        } else if (verdict.getAgent() == null) {
            // An agent would have it already, with the same verdict; its answer would be a verdict.
            post(caller.told().following(request.payload(), payload), toSend(payload));
        }
    }

    /**
     * The client has its task already. A server that has none, or none for this tool, refuses what asks for one, some after they have done
     * what the call asks for.
     */
    private byte[] toSend(byte[] payload) {
        return progress.isTask() ? Members.without(payload, "params", "task") : payload;
    }

    /** Has the upstream say what became of a task that it made itself. */
    void ask(UpstreamTask task, byte[] payload) {
        if (progress.state() instanceof Relayed now && progress.move(now, now.heard(upstreamDue()))) {
            upstreamTask = task;
            post(caller.told().named(task.id()), task.asked(payload));
        }
    }

    private void post(UpstreamSession told, byte[] payload) {
        progress.callBegun(tools.upstreams().post(caller.upstream(), told, payload, upstream));
        if (progress.state() instanceof ExchangeState.Done) {
            // The client took its request back before there was a call to break off.
            cancelCall();
        }
    }

    /** The upstream's answer, as it is told to the client. */
    byte[] told(byte[] response) {
        UpstreamTask task = upstreamTask;
        return task == null ? response : task.answered(response);
    }

    boolean isStateless() {
        return caller.isStateless();
    }

    /** Answers in the place of the upstream. */
    void answer(byte[] response) {
        conclude(response, null, (payload, forwarded) -> Answer.of(payload));
    }

    /** Lets the client know that its answer takes time. */
    void openStream() {
        progress.reply().openStream(forwardedAt);
    }

    boolean isHeld() {
        return progress.state() instanceof Held;
    }

    /** The client wants the task's outcome no more. */
    void cancelTask() {
        departure.cancelTask();
    }

    /** The approval on which this exchange waits has ended. */
    void approvalDecided() {
        waiting.approvalDecided();
    }

    // ---- the upstream's answer ----

    /** Keeps the call, which may begin before {@code post} has returned. */
    void callBegun(UpstreamCall begun) {
        progress.callBegun(begun);
    }

    /** The upstream streams its answer, and so does the gateway. */
    void upstreamStreams() {
        if (progress.reply() instanceof PartialReply partial) {
            partial.begin();
        }
        if (progress.resumable() != null) {
            progress.resumable().openStream(forwardedAt);
        }
    }

    /** The upstream has left its client alone for a while; it is asked again by itself. */
    void pause(long retryMillis) {
        ResumableReply resumable = progress.resumable();
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
        ResumableReply resumable = progress.resumable();
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
        return progress.state() instanceof Relayed;
    }

    /** The upstream has said something: it has its whole time again. */
    void upstreamHeard() {
        if (progress.state() instanceof Relayed now) {
            progress.move(now, now.heard(nextDue()));
        }
    }

    /** Whether it is this session's. */
    boolean isOf(String sessionId) {
        return caller.route().sessionId().equals(sessionId);
    }

    /** The upstream's agent brings a message besides the answer, which was let through. */
    void messageByAgent(byte[] json, long offset) {
        upstreamHeard();
        progress.reply().message(json, offset);
    }

    /** The upstream's agent brings the answer, which is decided already. */
    void answeredByAgent(Verdict verdict, long offset) {
        if (!(progress.state() instanceof Relayed now)) {
            return;
        }
        if (!progress.move(now, now.answered())) {
            // A heard() came between; the answer is still expected, or someone else gave it.
            answeredByAgent(verdict, offset);
            return;
        }
        progress.over();
        byte[] payload = Bytes.of(verdict.getPayload());
        boolean passes = verdict.getOutcome() == Outcome.FORWARD && payload != null;
        progress.reply()
                .answer(
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
        if (progress.state() instanceof Relayed now) {
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
        if (!(progress.state() instanceof Relayed now)) {
            return false;
        }
        Concluding concluding = now.conclude();
        if (!progress.move(now, concluding)) {
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

    /** It was not even asked about. */
    private void refuse(byte[] error) {
        if (progress.state() instanceof ExchangeState.Undecided now) {
            finish(now, now.end(), Answer.of(error), -1);
        }
    }

    private void finish(ExchangeState now, ExchangeState.Done done, Answer answer, long offset) {
        if (progress.move(now, done)) {
            progress.over();
            progress.reply().answer(answer, offset);
        }
    }

    private void noDecision(ExchangeState now, ExchangeState.Done done, Undecided why) {
        if (!progress.move(now, done)) {
            return;
        }
        progress.over();
        if (now instanceof Concluding) {
            progress.record(
                    FactType.OUTCOME_UNKNOWN,
                    "The upstream was called, and its answer got no verdict",
                    Map.of("exchangeId", id));
        } else if (why == Undecided.TIMEOUT && caller.upstream().isBesideAgent()) {
            // The agent does not ask this process before it acts.
            progress.record(
                    FactType.OUTCOME_UNKNOWN,
                    "No verdict came in time; an agent may act on it",
                    Map.of("exchangeId", id));
            progress.reply()
                    .answer(
                            Answer.of(Answers.error(
                                    request.id(),
                                    ErrorCode.OUTCOME_UNKNOWN,
                                    "The gateway came to no decision in time; whether the upstream acts is unknown")),
                            -1);
            return;
        } else if (why == Undecided.TIMEOUT) {
            progress.record(FactType.DECISION_TIMEOUT, "No verdict came in time", Map.of("exchangeId", id));
        }
        int status = why == Undecided.LOG_UNAVAILABLE ? 503 : 200;
        byte[] error = Answers.error(
                request.id(), ErrorCode.NO_DECISION, "The gateway came to no decision; the message was not passed on");
        progress.reply().answer(new Answer(error, status, false, null), -1);
    }

    /** Breaks the upstream call off, if it is under way. */
    void cancelCall() {
        progress.cancelCall();
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

    // ---- time, and the client ----

    @Override
    public void tick(long nowNanos) {
        ExchangeState now = progress.state();
        if (now instanceof Relayed relayed && nowNanos - relayed.dueNanos() >= 0) {
            upstream.timedOut(departure.isTakenBack());
        } else if (now instanceof Held held) {
            waiting.tick(held, nowNanos);
        }
        progress.reply().keepAlive(nowNanos);
    }

    /** Whether this is the session's request of this id. */
    boolean isOf(Caller other, RequestId requestId) {
        return caller.session() != null
                && caller.route().sessionId().equals(other.route().sessionId())
                && request.id().equals(requestId);
    }

    /** The client has taken its request back. */
    void takeBack() {
        departure.takeBack();
    }

    /** Ends a stream of changes, which would not end by itself. */
    void endStream() {
        if (request.isListen() || HeldTasks.concerns(request)) {
            progress.reply().breakOff();
        }
    }
}
