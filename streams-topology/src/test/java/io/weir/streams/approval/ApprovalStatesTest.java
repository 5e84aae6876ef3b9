/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.approval;

import static io.weir.streams.approval.ApprovalFixtures.ASKED_AT;
import static io.weir.streams.approval.ApprovalFixtures.BOB;
import static io.weir.streams.approval.ApprovalFixtures.WAITER;
import static io.weir.streams.approval.ApprovalFixtures.accepted;
import static io.weir.streams.approval.ApprovalFixtures.approve;
import static io.weir.streams.approval.ApprovalFixtures.pending;
import static io.weir.streams.approval.ApprovalFixtures.reject;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weir.events.ApprovalState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ApprovalStatesTest {
    private static final Waiter EXECUTOR = new Waiter("exchange-2", 4, "ingress:2");

    private static Approved approved() {
        return (Approved) accepted(pending(1), approve(BOB));
    }

    private static Claimed claimed() {
        return approved().claim(new Claim("message-2", EXECUTOR));
    }

    static Stream<Approval> everyState() {
        return Stream.of(
                pending(2),
                pending(2).withWaiter(Optional.empty()),
                accepted(pending(2), approve(BOB)),
                approved(),
                claimed(),
                claimed().detach("exchange-2"),
                claimed().executed(ASKED_AT + 5),
                claimed().failed(ASKED_AT + 5),
                claimed().unknown(ASKED_AT + 5),
                accepted(pending(1), reject(BOB)),
                pending(1).expire(),
                approved().expire(),
                approved().revoke(ASKED_AT + 5),
                pending(1).cancel(ASKED_AT + 5));
    }

    @ParameterizedTest
    @MethodSource("everyState")
    void everyStateSurvivesItsRecord(Approval approval) {
        // When
        Approval read = ApprovalRecords.from(ApprovalRecords.toRecord(approval));

        // Then
        assertThat(read).isEqualTo(approval);
    }

    @Test
    void theExecutorWaitsForWhatItClaimed() {
        // Then
        assertThat(claimed().waiter()).contains(EXECUTOR);
    }

    @Test
    void anEndThatNobodyWasToldAnswersTheNextRepeat() {
        // Given
        Ended told = claimed().executed(ASKED_AT + 5);
        Approval untold = claimed().detach("exchange-2");

        // Then
        assertThat(told.answersRepeats()).isFalse();
        assertThat(((Claimed) untold).executed(ASKED_AT + 5).answersRepeats()).isTrue();
        assertThat(told.detach("exchange-2").answersRepeats()).isTrue();
        assertThat(claimed().answersRepeats()).isTrue();
    }

    @Test
    void onlyTheExchangeThatWaitsIsDetached() {
        // Then
        assertThat(pending(1).detach("another")).isEqualTo(pending(1));
        assertThat(pending(1).detach("exchange-1").waiter()).isEmpty();
        assertThat(pending(1).attach(EXECUTOR).detach("exchange-1").waiter()).contains(EXECUTOR);
    }

    @Test
    void deadlinesAreThoseOfTheTerms() {
        // Then
        assertThat(pending(1).deadline()).hasValue(ASKED_AT + 60_000);
        assertThat(approved().deadline()).hasValue(ASKED_AT + 1 + 300_000);
        assertThat(claimed().deadline()).isEmpty();
        assertThat(approved().expire().endedAt()).isEqualTo(ASKED_AT + 1 + 300_000);
        assertThat(pending(1).terms().request().requester().subject()).isEqualTo("alice");
        assertThat(WAITER.mailbox()).isEqualTo(3);
    }

    @Test
    void anOpenStateIsNoEnd() {
        // Then
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Ended(
                        pending(1).terms(),
                        List.of(),
                        Optional.empty(),
                        ApprovalState.CLAIMED,
                        0,
                        OptionalLong.empty(),
                        Optional.empty()));
    }

    @Test
    void noTextShowsThePayload() {
        // Then
        assertThat(pending(1).toString()).doesNotContain("ByteBuffer").contains("digest");
    }
}
