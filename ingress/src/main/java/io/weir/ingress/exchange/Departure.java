/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.events.FactType;
import io.weir.ingress.exchange.ExchangeState.Held;
import io.weir.ingress.exchange.ExchangeState.Relayed;
import io.weir.ingress.jsonrpc.Answers;
import io.weir.ingress.jsonrpc.ErrorCode;
import java.time.Duration;
import java.util.Map;

/** What becomes of a request whose client wants it no more: it has hung up, or says so. */
final class Departure {
    private static final long TAKEN_BACK_RETRY_MS = 1_000;

    private static final Duration TAKEN_BACK_PATIENCE = Duration.ofSeconds(5);

    private final Progress progress;
    private volatile boolean hungUp;
    private volatile boolean takenBack;

    Departure(Progress progress) {
        this.progress = progress;
    }

    /** The request waits for people since now; its client may have left before. */
    void held() {
        if (hungUp) {
            hungUp();
        } else if (takenBack) {
            takeBack();
        }
    }

    /**
     * The client has hung up. Within a session that is no cancellation (MCP 2025-11-25, "Sending Messages"), but nobody waits for an
     * approval any more; from revision 2026-07-28 on it is one.
     */
    void hungUp() {
        hungUp = true;
        boolean stateless = progress.caller().isStateless();
        ExchangeState now = progress.state();
        if (now instanceof Held held) {
            leave(
                    held,
                    held.end(),
                    () -> progress.record(
                            FactType.CLIENT_GONE,
                            "The client hung up while its request waited for approval",
                            Map.of("exchangeId", progress.id(), "approvalId", held.approvalId())));
        } else if (stateless && now instanceof ExchangeState.Undecided undecided) {
            leave(undecided, undecided.end(), () -> cancelled("The client cancelled its request", false));
        } else if (stateless && now instanceof Relayed relayed) {
            leave(
                    relayed,
                    relayed.end(),
                    () -> cancelled("The client cancelled its request; whether the upstream acted is unknown", true));
        } else if (!(now instanceof ExchangeState.Done)) {
            progress.record(
                    FactType.CLIENT_GONE, "The client hung up before its answer", Map.of("exchangeId", progress.id()));
        }
    }

    private void leave(ExchangeState now, ExchangeState.Done done, Runnable record) {
        if (progress.move(now, done)) {
            progress.over();
            record.run();
        } else {
            hungUp();
        }
    }

    /**
     * The client has taken its request back (MCP 2025-11-25, "Cancellation"). While it waits for people, the upstream knows nothing of it,
     * and it must not be executed; else the upstream is told, and ends it.
     */
    void takeBack() {
        takenBack = true;
        ExchangeState now = progress.state();
        if (now instanceof Relayed relayed) {
            // Usually there is no answer any more; if there is one, it comes soon.
            long soon = System.nanoTime() + TAKEN_BACK_PATIENCE.toNanos();
            progress.move(relayed, relayed.dueNanos() - soon > 0 ? relayed.heard(soon) : relayed);
        }
        if (progress.isTask() || !(now instanceof Held held)) {
            return;
        }
        if (!progress.move(held, held.end())) {
            takeBack();
            return;
        }
        progress.over();
        cancelled("The client took its request back", false);
        if (progress.resumable() != null) {
            // There is no answer to what was taken back; its stream ends as any other.
            progress.resumable().pause(TAKEN_BACK_RETRY_MS);
        } else {
            // Others are answered on the same stream, which ends when all are.
            byte[] error =
                    Answers.error(progress.request().id(), ErrorCode.INVALID_REQUEST, "The request was taken back");
            progress.reply().answer(Answer.of(error), -1);
        }
    }

    /** Whether the client has taken its request back, so that the upstream need not answer it. */
    boolean isTakenBack() {
        return takenBack;
    }

    /** The client wants its task's outcome no more. What was sent to a server that has tasks goes on. */
    void cancelTask() {
        ExchangeState now = progress.state();
        if (!progress.isTask()) {
            return;
        }
        if (now instanceof Held held) {
            endTask(
                    held,
                    held.end(),
                    () -> progress.record(
                            FactType.WAITER_GONE,
                            "The client cancelled the task",
                            Map.of("exchangeId", progress.id(), "approvalId", held.approvalId())));
        } else if (now instanceof Relayed relayed && progress.caller().route().gatewayTasks()) {
            endTask(
                    relayed,
                    relayed.end(),
                    () -> cancelled("The client cancelled the task; whether the upstream acted is unknown", true));
        }
    }

    private void endTask(ExchangeState now, ExchangeState.Done done, Runnable record) {
        if (progress.move(now, done)) {
            progress.over();
            record.run();
        } else {
            cancelTask();
        }
    }

    private void cancelled(String reason, boolean relayed) {
        progress.record(
                FactType.CANCELLED, reason, Map.of("exchangeId", progress.id(), "relayed", Boolean.toString(relayed)));
    }
}
