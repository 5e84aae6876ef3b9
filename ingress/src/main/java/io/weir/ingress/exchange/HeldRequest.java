/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.events.FactType;
import io.weir.events.Verdict;
import io.weir.ingress.decision.DecisionListener;
import io.weir.ingress.exchange.ExchangeState.Claiming;
import io.weir.ingress.exchange.ExchangeState.Held;
import java.util.Map;
import java.util.function.Supplier;

/** What becomes of a request that waits for people: its client waits as well, asks again, or has a task. */
final class HeldRequest {
    private final Progress progress;
    private final HeldTasks tasks;
    private final Waiting waiting;
    private final Departure departure;
    private final Supplier<DecisionListener> onClaim;

    /** @param onClaim takes the verdict on a claim */
    HeldRequest(Progress progress, HeldTasks tasks, Departure departure, Supplier<DecisionListener> onClaim) {
        this.progress = progress;
        this.tasks = tasks;
        this.departure = departure;
        this.onClaim = onClaim;
        this.waiting = new Waiting(progress.tools(), progress.caller(), progress.request(), progress.reply());
    }

    void hold(ExchangeState.Undecided now, Verdict verdict, long offset) {
        boolean asTask = tasks.suits(progress.caller(), progress.request());
        Held held =
                now.hold(verdict.getApproval().getApprovalId(), verdict.getReason(), waiting.begin(System.nanoTime()));
        if (asTask) {
            holdAsTask(now, held.forLong(), offset);
        } else if (progress.move(now, held)) {
            progress.reply().openStream(offset);
            departure.held();
        }
    }

    private void holdAsTask(ExchangeState.Undecided now, Held held, long offset) {
        if (progress.isTask()) {
            // Held anew when it was claimed, since the policy has changed: still the same task.
            progress.move(now, held);
        } else if (progress.move(now, held)) {
            becomeTask(held.approvalId(), offset);
        }
    }

    /**
     * The client has its answer at once, and asks for the outcome.
     *
     * @param approvalId for which it waits; empty if for none
     */
    void becomeTask(String approvalId, long offset) {
        ClientReply client = progress.becomeTask();
        byte[] created = tasks.create(progress.caller(), progress.request(), progress.id(), approvalId, offset);
        client.answer(Answer.of(created), offset);
    }

    /** The approval has ended, one way or the other; the claim tells which. */
    void approvalDecided() {
        if (!(progress.state() instanceof Held held)) {
            return;
        }
        Claiming claiming = held.claim();
        if (progress.move(held, claiming)) {
            progress.tools()
                    .decisions()
                    .submit(
                            progress.tools()
                                    .intakes()
                                    .claim(
                                            progress.caller().route(),
                                            progress.request(),
                                            progress.id(),
                                            claiming.approvalId()),
                            onClaim.get());
        }
    }

    void tick(Held held, long nowNanos) {
        if (nowNanos - held.untilNanos() < 0) {
            waiting.progress(held, nowNanos);
        } else if (progress.move(held, held.end())) {
            progress.over();
            progress.record(
                    FactType.WAITER_GONE,
                    "The client was told to come back",
                    Map.of("exchangeId", progress.id(), "approvalId", held.approvalId()));
            progress.reply().answer(Answer.of(waiting.pending(held)), -1);
        }
    }
}
