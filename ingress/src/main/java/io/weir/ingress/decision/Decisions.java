/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.decision;

import io.weir.events.Intake;
import io.weir.events.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From intake to verdict. A message is registered before it is produced, so that no verdict can come too early; and whoever
 * removes the registration acts, so that no verdict acts twice or after its time. Thread-safe; no method blocks.
 */
public final class Decisions {
    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);

    private record Pending(DecisionListener listener, long dueNanos) {}

    private final Map<String, Pending> pending = new ConcurrentHashMap<>();
    private final Function<Intake, CompletionStage<Void>> log;
    private final long timeoutNanos;
    private final LongAdder unclaimed = new LongAdder();

    /**
     * @param log writes to {@code weir.intake}; its stage completes when the write is durable, or fails
     * @param timeout longest wait for a verdict
     */
    public Decisions(Function<Intake, CompletionStage<Void>> log, Duration timeout) {
        this.log = log;
        this.timeoutNanos = timeout.toNanos();
    }

    /** Asks for a decision on a message. */
    public void submit(Intake intake, DecisionListener listener) {
        String messageId = intake.getMessageId();
        pending.put(messageId, new Pending(listener, System.nanoTime() + timeoutNanos));
        log.apply(intake).whenComplete((durable, failure) -> {
            if (failure != null) {
                LOG.atWarn()
                        .addKeyValue("messageId", messageId)
                        .addKeyValue("failure", failure.getClass().getSimpleName())
                        .log("A message could not be written to the log");
                giveUp(messageId, Undecided.LOG_UNAVAILABLE);
            }
        });
    }

    /**
     * Hands a verdict to whoever waits for it; if nobody does, it is a repeated or late one, or on what another process has
     * asked for.
     *
     * @return whether somebody waited for it
     */
    public boolean accept(Verdict verdict, long offset) {
        Pending waiting = pending.remove(verdict.getMessageId());
        if (waiting == null) {
            unclaimed.increment();
            return false;
        }
        waiting.listener().decided(verdict, offset);
        return true;
    }

    /** Gives up on what is due; call it several times a second. */
    public void expire(long nowNanos) {
        pending.forEach((messageId, waiting) -> {
            if (nowNanos - waiting.dueNanos() >= 0) {
                giveUp(messageId, Undecided.TIMEOUT);
            }
        });
    }

    /** How many messages wait for a verdict. */
    public int size() {
        return pending.size();
    }

    /** How many verdicts nobody waited for: repeated ones, late ones, and those on facts. */
    public long unclaimed() {
        return unclaimed.sum();
    }

    private void giveUp(String messageId, Undecided why) {
        Pending waiting = pending.remove(messageId);
        if (waiting != null) {
            waiting.listener().undecided(why);
        }
    }
}
