/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import static io.weir.events.ApprovalAction.APPROVE;
import static io.weir.events.ApprovalAction.REJECT;
import static io.weir.streams.enforcement.Messages.ALICE;
import static io.weir.streams.enforcement.Messages.BOB;
import static io.weir.streams.enforcement.Messages.RESOURCES;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.ApprovalCommand;
import io.weir.events.ApprovalRecord;
import io.weir.events.ApprovalState;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.Verdict;
import io.weir.streams.approval.ApprovalRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Approvals that run out of time. */
class ExpiriesTest {
    @TempDir
    Path directory;

    private Enforcement enforcement;
    private final Messages alice = Messages.of(ALICE);

    @BeforeEach
    void start() {
        enforcement = new Enforcement(directory).apply(1, RESOURCES);
    }

    @AfterEach
    void stop() {
        enforcement.close();
    }

    @Test
    void whatNobodyDecidedExpires() {
        // Given
        Intake request = alice.transfer(5000);
        ApprovalRecord pending = enforcement.hold(request);

        // When
        assertThat(enforcement.pass(Duration.ofHours(4).minusSeconds(1))).isEmpty();
        Verdict expired = Enforcement.one(enforcement.pass(Duration.ofSeconds(2)));

        // Then
        assertThat(expired.getKind()).isEqualTo(MessageKind.APPROVAL_EXPIRY);
        assertThat(expired.getMessageId()).isEqualTo(pending.getApprovalId() + "/expired/pending");
        assertThat(expired.getExchangeId()).isEqualTo(request.getExchangeId());
        assertThat(expired.getEpoch()).isEqualTo("ingress:epoch-1");
        assertThat(expired.getApproval().getState()).isEqualTo(ApprovalState.EXPIRED);
        assertThat(expired.getApproval().getEndedAt()).isEqualTo(pending.getDecideBy());
        assertThat(enforcement.pass(Duration.ofHours(1))).isEmpty();
        Verdict late = Enforcement.one(enforcement.command(APPROVE, BOB, pending));
        assertThat(late.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(late.getReason()).contains("expired");
    }

    @Test
    void whatNobodyExecutedExpires() {
        // Given
        Intake request = alice.transfer(5000);
        ApprovalRecord pending = enforcement.hold(request);
        enforcement.send(alice.fact(FactType.WAITER_GONE, request.getExchangeId()));
        enforcement.command(APPROVE, BOB, pending);

        // When
        Verdict expired = Enforcement.one(enforcement.pass(Duration.ofMinutes(16)));

        // Then
        assertThat(expired.getMessageId()).isEqualTo(pending.getApprovalId() + "/expired/approved");
        assertThat(enforcement.state(pending)).isEqualTo(ApprovalState.EXPIRED);
        assertThat(enforcement.sendOne(alice.transfer(5000)).getReason()).contains("not executed in time");
    }

    @Test
    void approveAndExpireInARaceHaveOneOutcome() {
        // Given: the approval enters the log before the deadline and is read when that is over
        ApprovalRecord inTime = enforcement.hold(alice.transfer(5000));
        ApprovalRecord tooLate = enforcement.hold(alice.transfer(6000));
        ApprovalCommand before = enforcement.newCommand(APPROVE, BOB, inTime);
        ApprovalCommand after = enforcement.newCommand(APPROVE, BOB, tooLate);

        // When
        List<Verdict> won = enforcement.command(before, inTime.getDecideBy().minusMillis(1));
        List<Verdict> lost = enforcement.command(after, tooLate.getDecideBy());
        List<Verdict> expiries = enforcement.pass(Duration.ofHours(4));

        // Then
        assertThat(won.get(0).getOutcome()).isEqualTo(Outcome.FORWARD);
        assertThat(lost.get(0).getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(expiries)
                .extracting(Verdict::getMessageId)
                .containsExactly(tooLate.getApprovalId() + "/expired/pending");
        assertThat(enforcement.state(inTime)).isEqualTo(ApprovalState.APPROVED);
        assertThat(enforcement.state(tooLate)).isEqualTo(ApprovalState.EXPIRED);
    }

    @Test
    void anExpiryThatIsWrittenTwiceIsTheSameEvent() {
        // Given
        ApprovalRecord pending = enforcement.hold(alice.transfer(5000));
        Intake expiry = Expiries.event(ApprovalRecords.from(pending));

        // When
        Verdict first = Enforcement.one(enforcement.send(expiry, pending.getDecideBy()));
        Verdict second = Enforcement.one(enforcement.send(expiry, pending.getDecideBy()));

        // Then
        assertThat(second.getApproval()).isEqualTo(first.getApproval());
        assertThat(second.getMessageId()).isEqualTo(first.getMessageId());
    }

    @Test
    void anExpiryOfWhatWasApprovedIsNothing() {
        // Given
        ApprovalRecord pending = enforcement.hold(alice.transfer(5000));
        enforcement.command(APPROVE, BOB, pending);

        // When
        Intake expiry = Expiries.event(ApprovalRecords.from(pending));

        // Then
        assertThat(enforcement.send(expiry, pending.getDecideBy())).isEmpty();
        assertThat(enforcement.state(pending)).isEqualTo(ApprovalState.APPROVED);
    }

    @Test
    void anEndedApprovalIsForgottenInTheEnd() {
        // Given
        ApprovalRecord pending = enforcement.hold(alice.transfer(5000));
        enforcement.command(REJECT, BOB, pending);

        // When
        enforcement.pass(Duration.ofHours(25));

        // Then
        assertThat(enforcement.approvals().get(pending.getApprovalId())).isNull();
    }
}
