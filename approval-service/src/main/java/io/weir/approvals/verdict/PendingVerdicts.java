/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.verdict;

import io.weir.events.Verdict;
import io.weir.service.http.Problem;
import io.weir.service.http.ProblemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Those who wait for a verdict, by the id of what they sent. Bounded in number and in time. Thread-safe. */
public final class PendingVerdicts implements Consumer<Verdict> {

    private static final int RETRY_AFTER_SECONDS = 1;

    private final ConcurrentMap<String, CompletableFuture<Verdict>> waiting = new ConcurrentHashMap<>();
    private final int limit;
    private final Duration timeout;

    public PendingVerdicts(int limit, Duration timeout) {
        this.limit = limit;
        this.timeout = timeout;
    }

    /**
     * Sends something and waits for its verdict. The wait begins before the sending, so that the verdict cannot come too
     * early. Whoever asks with an id that is waited for already waits for the same verdict, and nothing is sent.
     *
     * @return fails with a {@link ProblemException} (503) when too many wait, when the log does not take it, or when no
     *     verdict comes in time
     */
    public CompletionStage<Verdict> ask(String id, Supplier<CompletionStage<Void>> send) {
        if (waiting.size() >= limit) {
            return CompletableFuture.failedStage(unavailable("Too many commands wait for their verdicts."));
        }
        CompletableFuture<Verdict> mine = new CompletableFuture<>();
        CompletableFuture<Verdict> earlier = waiting.putIfAbsent(id, mine);
        if (earlier != null) {
            return describe(earlier);
        }
        CompletionStage<Verdict> answer = describe(mine.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((verdict, failure) -> waiting.remove(id, mine)));
        send.get().whenComplete((sent, failure) -> {
            if (failure != null) {
                mine.completeExceptionally(failure);
            }
        });
        return answer;
    }

    /** Hands a verdict to the one who waits for it, if anyone still does. */
    @Override
    public void accept(Verdict verdict) {
        CompletableFuture<Verdict> waiter = waiting.remove(verdict.getMessageId());
        if (waiter != null) {
            waiter.complete(verdict);
        }
    }

    /** How many wait now. */
    public int size() {
        return waiting.size();
    }

    private static CompletionStage<Verdict> describe(CompletableFuture<Verdict> verdict) {
        return verdict.exceptionallyCompose(failure -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            String detail = cause instanceof TimeoutException
                    ? "No verdict came in time. The command may still be carried out: repeat it with the same decision id."
                    : "The command could not be written to the log.";
            return CompletableFuture.failedStage(unavailable(detail));
        });
    }

    private static ProblemException unavailable(String detail) {
        return new ProblemException(Problem.of(503, "no-verdict", "No verdict", detail), RETRY_AFTER_SECONDS);
    }
}
