/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.ingress.jsonrpc.Answers;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.jsonrpc.RequestId;
import java.util.Locale;

/** What a client hears while its request is held: progress if it asked for it, and at the end that it should come back. */
final class Waiting {
    private static final long RETRY_AFTER_MS = 5_000;

    private final ExchangeSettings settings;
    private final Message.Request request;
    private final ClientReply reply;
    private long untilNanos;
    private boolean begun;
    private long nextProgressNanos;
    private int progress;

    Waiting(ExchangeSettings settings, Message.Request request, ClientReply reply) {
        this.settings = settings;
        this.request = request;
        this.reply = reply;
    }

    /** When the wait ends; a second hold of the same exchange does not prolong it. */
    synchronized long begin(long nowNanos) {
        if (!begun) {
            begun = true;
            untilNanos = nowNanos + settings.holdBudget().toNanos();
            nextProgressNanos = nowNanos;
        }
        return untilNanos;
    }

    synchronized void progress(ExchangeState.Held held, long nowNanos) {
        if (request.progressToken() == null || nowNanos - nextProgressNanos < 0) {
            return;
        }
        nextProgressNanos = nowNanos + settings.progressInterval().toNanos();
        progress++;
        // Progress must increase; these steps are so small that the upstream's own begins above them.
        String value = String.format(Locale.ROOT, "0.%06d", progress);
        reply.message(
                Answers.progress(request.progressToken(), value, "Waiting for approval " + held.approvalId()), -1);
    }

    /** Tells the client to come back: to the model where that is possible. */
    byte[] pending(ExchangeState.Held held) {
        return pending(request.id(), request.isToolCall(), held.approvalId(), held.reason());
    }

    static byte[] pending(RequestId id, boolean isToolCall, String approvalId, String why) {
        String reason = why.isEmpty() ? "" : " (" + why + ")";
        String text = "PENDING approval " + approvalId + reason
                + ": repeat the identical call to get its outcome; it is not executed before it is approved.";
        return isToolCall ? Answers.toolError(id, text) : Answers.pendingError(id, text, approvalId, RETRY_AFTER_MS);
    }
}
