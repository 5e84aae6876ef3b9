/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.ingress.jsonrpc.Answers;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.jsonrpc.RequestId;
import java.time.Duration;
import java.util.Locale;

/**
 * What a client hears while its request is held, and at the end of its patience: progress if it asked for it; then that it is to ask
 * again, by itself where its protocol has that, else by the model.
 */
final class Waiting {
    private static final long RETRY_AFTER_MS = 5_000;
    /** Clients give up after ten rounds. */
    private static final int MAX_LEGS = 9;

    private final Exchanges.Tools tools;
    private final Caller caller;
    private final Message.Request request;
    private final ClientReply reply;
    private long untilNanos;
    private boolean begun;
    private long nextProgressNanos;
    private int progress;

    Waiting(Exchanges.Tools tools, Caller caller, Message.Request request, ClientReply reply) {
        this.tools = tools;
        this.caller = caller;
        this.request = request;
        this.reply = reply;
    }

    /** When the wait ends; a second hold of the same exchange does not prolong it. */
    synchronized long begin(long nowNanos) {
        if (!begun) {
            begun = true;
            Duration patience = asksAgainByItself()
                    ? tools.settings().holdLeg()
                    : tools.settings().holdBudget();
            untilNanos = nowNanos + patience.toNanos();
            nextProgressNanos = nowNanos;
        }
        return untilNanos;
    }

    /**
     * Whether the client asks again when it is told to. What it has answered to an upstream it would not say again, so that the request
     * would not be the identical one.
     */
    private boolean asksAgainByItself() {
        boolean may = switch (request.method()) {
            case "tools/call", "prompts/get", "resources/read" -> caller.isStateless();
            default -> false;
        };
        return may
                && !request.continuation().hasInputResponses()
                && request.continuation().requestState().isEmpty()
                && request.continuation().leg() < MAX_LEGS;
    }

    synchronized void progress(ExchangeState.Held held, long nowNanos) {
        if (request.progressToken() == null || nowNanos - nextProgressNanos < 0) {
            return;
        }
        nextProgressNanos = nowNanos + tools.settings().progressInterval().toNanos();
        progress++;
        // Progress must increase; these steps are so small that the upstream's own begins above them.
        String value = String.format(Locale.ROOT, "0.%06d", progress);
        reply.message(
                Answers.progress(request.progressToken(), value, "Waiting for approval " + held.approvalId()), -1);
    }

    /** What the client is told when its patience ends. */
    byte[] pending(ExchangeState.Held held) {
        if (asksAgainByItself()) {
            String state = tools.requestStates()
                    .seal(
                            caller.principal(),
                            caller.upstream().name(),
                            held.approvalId(),
                            request.continuation().leg() + 1);
            return Answers.askAgain(request.id(), state);
        }
        return pending(request.id(), request.isToolCall(), caller.isStateless(), held.approvalId(), held.reason());
    }

    static byte[] pending(RequestId id, boolean isToolCall, boolean stateless, String approvalId, String why) {
        String reason = why.isEmpty() ? "" : " (" + why + ")";
        String text = "PENDING approval " + approvalId + reason
                + ": repeat the identical call to get its outcome; it is not executed before it is approved.";
        return isToolCall
                ? Answers.toolError(id, text, stateless)
                : Answers.pendingError(id, text, approvalId, RETRY_AFTER_MS);
    }
}
