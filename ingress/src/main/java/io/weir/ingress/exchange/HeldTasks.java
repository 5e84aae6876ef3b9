/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.events.Verdict;
import io.weir.ingress.jsonrpc.Answers;
import io.weir.ingress.jsonrpc.ErrorCode;
import io.weir.ingress.jsonrpc.Members;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.session.EventId;
import io.weir.ingress.session.TaskId;
import io.weir.ingress.session.TaskIds;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Calls that wait for people as tasks: their client asks what became of them when it likes. While a call is under way its process
 * knows; afterwards, and in any other process, the log does.
 */
final class HeldTasks {
    private static final long LOOK_AGAIN_MS = 250;
    private static final String EXECUTED_NOW = "Being executed";

    private final Exchanges.Tools tools;
    private final Function<String, Exchange> exchanges;
    private final Clock clock;
    private final AtomicInteger open = new AtomicInteger();

    /** @param exchanges those under way, by id; null for others */
    HeldTasks(Exchanges.Tools tools, Function<String, Exchange> exchanges, Clock clock) {
        this.tools = tools;
        this.exchanges = exchanges;
        this.clock = clock;
    }

    /** How many calls wait for people, or are executed, as tasks. */
    int open() {
        return open.get();
    }

    void over() {
        open.decrementAndGet();
    }

    /** Whether the client of a request that is held can be given a task: it must have said so. */
    boolean suits(Caller caller, Message.Request request) {
        boolean asked = caller.isStateless()
                ? request.meta().declaresTasks()
                // An agent sends a claim as it came, and the server would make a task of its own.
                : request.continuation().asksForTask() && !caller.upstream().isBesideAgent();
        return asked && request.isToolCall() && hasRoom();
    }

    /** Whether there may be one more. */
    boolean hasRoom() {
        return open.get() < tools.settings().maxTasks();
    }

    /** Whether a call that need not wait is a task all the same: the client was told that it can be, and the server knows of none. */
    boolean isDueTo(Progress progress) {
        return progress.caller().route().gatewayTasks()
                && progress.request().isToolCall()
                && progress.request().continuation().asksForTask();
    }

    /**
     * The answer that makes a call a task.
     *
     * @param approvalId for which it waits; empty if for none
     */
    byte[] create(Caller caller, Message.Request request, String exchangeId, String approvalId, long offset) {
        open.incrementAndGet();
        EventId from = new EventId(
                tools.intakes().mailbox(),
                offset,
                exchangeId,
                new EventId.Request(request.id().json(), true));
        TaskId id = new TaskId(from, caller.route().sessionId(), approvalId, clock.millis());
        String taskId =
                tools.taskIds().seal(caller.principal(), caller.upstream().name(), id);
        return Answers.result(
                request.id(), new TaskText(caller.isStateless(), taskId, id).created(waitsFor(approvalId)));
    }

    private static String waitsFor(String approvalId) {
        return approvalId.isEmpty() ? EXECUTED_NOW : "Waiting for approval " + approvalId;
    }

    /** Whether a request is about one of these tasks. */
    static boolean concerns(Message.Request request) {
        return request.method().startsWith("tasks/") && TaskIds.isOurs(request.taskId());
    }

    /**
     * Answers a request about one of these tasks in the place of the upstream, or has the upstream answer.
     *
     * @param payload the request as it may be sent on
     */
    void answer(Exchange asking, Caller caller, Message.Request request, byte[] payload) {
        Optional<TaskId> task =
                tools.taskIds().open(caller.principal(), caller.upstream().name(), request.taskId());
        if (task.isEmpty()) {
            asking.answer(Answers.error(request.id(), ErrorCode.INVALID_PARAMS, "There is no such task"));
            return;
        }
        TaskText text = new TaskText(caller.isStateless(), request.taskId(), task.get());
        new Asked(asking, request, payload, task.get(), text).look();
    }

    /** One request about a task. */
    private final class Asked implements VerdictLog.Reader {
        private final Exchange asking;
        private final Message.Request request;
        private final byte[] payload;
        private final TaskId task;
        private final TaskText text;
        private final Replay replay;
        private boolean told;

        Asked(Exchange asking, Message.Request request, byte[] payload, TaskId task, TaskText text) {
            this.asking = asking;
            this.request = request;
            this.payload = payload;
            this.task = task;
            this.text = text;
            this.replay = new Replay(task.from());
        }

        void look() {
            if (!asking.isRelayed()) {
                return;
            }
            Exchange exchange = exchanges.apply(task.from().stream());
            if (exchange == null) {
                tools.log().read(task.from().mailbox(), task.from().offset() + 1, task.sessionId(), this);
            } else {
                if (request.method().equals("tasks/cancel")) {
                    exchange.cancelTask();
                }
                working(
                        exchange.isHeld()
                                ? waitsFor(task.approvalId())
                                : task.approvalId().isEmpty() ? EXECUTED_NOW : "Approved; being executed");
            }
        }

        @Override
        public boolean take(Verdict verdict, long offset) {
            byte[] response = replay.answer(verdict);
            if (replay.takesBack(verdict)) {
                told = true;
                takenBack();
            } else if (response != null) {
                told = true;
                UpstreamTask.of(response, request.taskId())
                        .ifPresentOrElse(own -> asking.ask(own, payload), () -> over(response));
            }
            return !told;
        }

        @Override
        public void end(long next) {
            if (!told) {
                working(waitsFor(task.approvalId()));
            }
        }

        @Override
        public void failed() {
            working("What became of it cannot be read just now");
        }

        private void working(String message) {
            switch (request.method()) {
                case "tasks/get" -> result(text.working(message, clock.instant()));
                case "tasks/result" -> lookAgain();
                default -> done();
            }
        }

        private void lookAgain() {
            asking.openStream();
            try {
                Future<?> unused = tools.timer().schedule(this::look, LOOK_AGAIN_MS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // Stopping; the client comes back.
                asking.endStream();
            }
        }

        /** @param response the JSON-RPC response to the call */
        private void over(byte[] response) {
            switch (request.method()) {
                case "tasks/get" -> result(text.over(response, clock.instant()));
                case "tasks/result" -> outcome(response);
                default -> done();
            }
        }

        private void takenBack() {
            switch (request.method()) {
                case "tasks/get" -> result(text.cancelled(clock.instant()));
                case "tasks/result" ->
                    asking.answer(Answers.error(request.id(), ErrorCode.INVALID_PARAMS, "The task was cancelled"));
                default -> done();
            }
        }

        private void outcome(byte[] response) {
            if (Members.value(response, "result").isEmpty()) {
                asking.answer(Answers.readdressed(request.id(), response));
            } else {
                result(new String(text.ofCall(response), StandardCharsets.UTF_8));
            }
        }

        /** What changes a task is acknowledged. */
        private void done() {
            switch (request.method()) {
                case "tasks/cancel" ->
                    result(asking.isStateless() ? text.acknowledged() : text.cancelled(clock.instant()));
                case "tasks/update" -> result(text.acknowledged());
                default ->
                    asking.answer(Answers.error(
                            request.id(), ErrorCode.METHOD_NOT_FOUND, "This cannot be done with this task"));
            }
        }

        private void result(String json) {
            asking.answer(Answers.result(request.id(), json));
        }
    }
}
