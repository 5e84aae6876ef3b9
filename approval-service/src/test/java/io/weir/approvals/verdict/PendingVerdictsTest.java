/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.weir.events.Direction;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.PrincipalRecord;
import io.weir.events.Verdict;
import io.weir.service.http.ProblemException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PendingVerdictsTest {

    private final PendingVerdicts verdicts = new PendingVerdicts(2, Duration.ofMinutes(1));

    @Test
    void hearsAVerdictThatComesWhileItIsStillSending() {
        // Given
        Verdict verdict = verdict("m");

        // When
        CompletableFuture<Verdict> answer = verdicts.ask("m", () -> {
                    verdicts.accept(verdict);
                    return sent();
                })
                .toCompletableFuture();

        // Then
        assertThat(answer).isCompletedWithValue(verdict);
        assertThat(verdicts.size()).isZero();
    }

    @Test
    void sendsOnceForTheSameId() {
        // Given
        AtomicInteger times = new AtomicInteger();
        Supplier<CompletionStage<Void>> send = () -> {
            times.incrementAndGet();
            return sent();
        };

        // When
        CompletableFuture<Verdict> first = verdicts.ask("m", send).toCompletableFuture();
        CompletableFuture<Verdict> second = verdicts.ask("m", send).toCompletableFuture();
        verdicts.accept(verdict("m"));

        // Then
        assertThat(times).hasValue(1);
        assertThat(first.join()).isEqualTo(second.join());
    }

    @Test
    void refusesMoreThanTheLimitAndTakesMoreAfterwards() {
        // Given
        verdicts.ask("1", PendingVerdictsTest::sent);
        verdicts.ask("2", PendingVerdictsTest::sent);

        // When
        Throwable refused = failure(verdicts.ask("3", PendingVerdictsTest::sent));
        verdicts.accept(verdict("1"));
        CompletableFuture<Verdict> next =
                verdicts.ask("4", PendingVerdictsTest::sent).toCompletableFuture();

        // Then
        assertThat(refused)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.problem().status()).isEqualTo(503));
        assertThat(next).isNotDone();
    }

    @Test
    void failsWhenTheLogDoesNotTakeIt() {
        // Given // When
        Throwable refused = failure(
                verdicts.ask("m", () -> CompletableFuture.failedStage(new IllegalStateException("broker detail"))));

        // Then
        assertThat(refused).isInstanceOf(ProblemException.class).hasMessageNotContaining("broker detail");
        assertThat(verdicts.size()).isZero();
    }

    @Test
    void givesUpAfterTheTimeoutAndIgnoresTheLateVerdict() {
        // Given
        PendingVerdicts impatient = new PendingVerdicts(2, Duration.ofMillis(20));

        // When
        Throwable late = failure(impatient.ask("m", PendingVerdictsTest::sent));
        impatient.accept(verdict("m"));

        // Then
        assertThat(late).isInstanceOf(ProblemException.class).hasMessageContaining("same decision id");
        assertThat(impatient.size()).isZero();
    }

    private static CompletionStage<Void> sent() {
        return CompletableFuture.completedStage(null);
    }

    private static Throwable failure(CompletionStage<Verdict> stage) {
        return catchThrowable(() -> stage.toCompletableFuture().join()).getCause();
    }

    private static Verdict verdict(String messageId) {
        return Verdict.newBuilder()
                .setMessageId(messageId)
                .setSessionId("abcdefghij.s")
                .setKind(MessageKind.APPROVAL_COMMAND)
                .setDirection(Direction.CLIENT_TO_SERVER)
                .setOutcome(Outcome.FORWARD)
                .setEpoch("e")
                .setReceivedAt(Instant.EPOCH)
                .setDecidedAt(Instant.EPOCH)
                .setPrincipal(PrincipalRecord.newBuilder().setSubject("bob").build())
                .build();
    }
}
