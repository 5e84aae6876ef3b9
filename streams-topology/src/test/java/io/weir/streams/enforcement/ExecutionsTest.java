/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import static io.weir.events.ApprovalAction.APPROVE;
import static io.weir.streams.enforcement.Enforcement.notice;
import static io.weir.streams.enforcement.Messages.ALICE;
import static io.weir.streams.enforcement.Messages.BOB;
import static io.weir.streams.enforcement.Messages.CAROL;
import static io.weir.streams.enforcement.Messages.RESOURCES;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.ApprovalRecord;
import io.weir.events.ApprovalState;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.Outcome;
import io.weir.events.ReplyTo;
import io.weir.events.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may execute an approved request, and how the execution ends. */
class ExecutionsTest {
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
    void aRepeatInAnotherSessionOfTheSamePersonClaims() {
        // Given
        Intake request = alice.transfer(5000);
        ApprovalRecord pending = enforcement.hold(request);
        enforcement.send(alice.fact(FactType.WAITER_GONE, request.getExchangeId()));

        // When
        List<Verdict> approved = enforcement.command(APPROVE, BOB, pending);

        // Then
        assertThat(notice(approved)).isEmpty();

        // When
        Intake repeat = alice.inNewSession().transfer(5000);
        Verdict verdict = enforcement.sendOne(repeat);

        // Then
        assertThat(verdict.getOutcome()).isEqualTo(Outcome.FORWARD);
        assertThat(verdict.getApproval().getClaimedBy()).isEqualTo(repeat.getMessageId());

        // When it comes once more
        Verdict again = enforcement.sendOne(alice.inNewSession().transfer(5000));

        // Then it is not executed twice
        assertThat(again.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(again.getReason()).contains("is being executed");
    }

    @Test
    void aChangedArgumentIsAnotherRequest() {
        // Given
        ApprovalRecord pending = enforcement.hold(alice.transfer(5000));
        enforcement.command(APPROVE, BOB, pending);

        // Then
        assertThat(enforcement.hold(alice.transfer(5001)).getApprovalId()).isNotEqualTo(pending.getApprovalId());
        assertThat(enforcement.state(pending)).isEqualTo(ApprovalState.APPROVED);
    }

    @Test
    void anotherPersonsIdenticalRequestIsAnotherRequest() {
        // Given
        ApprovalRecord pending = enforcement.hold(alice.transfer(5000));
        enforcement.command(APPROVE, BOB, pending);

        // Then
        assertThat(enforcement.hold(Messages.of(CAROL).transfer(5000)).getApprovalId())
                .isNotEqualTo(pending.getApprovalId());
    }

    @Test
    void anotherPolicyIsAnotherRequest() {
        // Given
        Intake request = alice.transfer(5000);
        ApprovalRecord pending = enforcement.hold(request);
        enforcement.command(APPROVE, BOB, pending);
        enforcement.apply(2, RESOURCES.replace("amount) > 1000.0", "amount) > 2000.0"));

        // When
        Verdict claim = enforcement.sendOne(alice.claim(request, pending.getApprovalId()));

        // Then
        assertThat(claim.getOutcome()).isEqualTo(Outcome.HOLD);
        assertThat(claim.getApproval().getApprovalId()).isNotEqualTo(pending.getApprovalId());
    }

    @Test
    void howAnExecutionEndedIsKept() {
        // Then
        assertThat(executionEndsWith(5001, FactType.UPSTREAM_UNREACHABLE)).isEqualTo(ApprovalState.FAILED);
        assertThat(executionEndsWith(5002, FactType.UPSTREAM_TIMEOUT)).isEqualTo(ApprovalState.UNKNOWN);
        assertThat(executionEndsWith(5003, FactType.UPSTREAM_INVALID)).isEqualTo(ApprovalState.UNKNOWN);
    }

    private ApprovalState executionEndsWith(int amount, FactType fact) {
        Intake request = alice.transfer(amount);
        ApprovalRecord pending = enforcement.hold(request);
        enforcement.command(APPROVE, BOB, pending);
        enforcement.send(alice.claim(request, pending.getApprovalId()));
        enforcement.send(alice.failure(request, pending.getApprovalId(), fact));
        return enforcement.state(pending);
    }

    @Test
    void whatItsClientTookBackIsUnknownOnceTheUpstreamWasCalled() {
        // Then
        assertThat(executionIsTakenBack(5001, true)).isEqualTo(ApprovalState.UNKNOWN);
        assertThat(executionIsTakenBack(5002, false)).isEqualTo(ApprovalState.FAILED);
    }

    private ApprovalState executionIsTakenBack(int amount, boolean relayed) {
        Intake request = alice.transfer(amount);
        ApprovalRecord pending = enforcement.hold(request);
        enforcement.command(APPROVE, BOB, pending);
        enforcement.send(alice.claim(request, pending.getApprovalId()));
        enforcement.send(alice.fact(
                FactType.CANCELLED,
                request.getExchangeId(),
                Map.of("exchangeId", request.getExchangeId(), "relayed", Boolean.toString(relayed))));
        assertThat(enforcement.inFlight().get(request.getExchangeId())).isNull();
        return enforcement.state(pending);
    }

    @Test
    void aDecisionThatCameTooLateForItsProcessWasNeverExecuted() {
        // Given
        Intake request = alice.transfer(5000);
        ApprovalRecord pending = enforcement.hold(request);
        enforcement.command(APPROVE, BOB, pending);
        enforcement.send(alice.claim(request, pending.getApprovalId()));

        // When
        enforcement.send(alice.fact(FactType.DECISION_TIMEOUT, request.getExchangeId()));

        // Then
        assertThat(enforcement.state(pending)).isEqualTo(ApprovalState.FAILED);
        assertThat(enforcement.inFlight().get(request.getExchangeId())).isNull();
    }

    @Test
    void aReopenedMailboxMarksWhatItsPredecessorLeftUnfinished() {
        // Given: one approved call is being executed, one plain call is under way, one waits; another ingress has a
        // call, too
        Intake transfer = alice.transfer(5000);
        ApprovalRecord claimed = enforcement.hold(transfer);
        enforcement.command(APPROVE, BOB, claimed);
        enforcement.send(alice.claim(transfer, claimed.getApprovalId()));
        Intake read = alice.call("read_customer", "{\"id\":1}");
        enforcement.send(read);
        ApprovalRecord waiting = enforcement.hold(alice.transfer(6000));
        Intake elsewhere = alice.at(new ReplyTo(2, "other:1")).call("read_customer", "{\"id\":2}");
        enforcement.send(elsewhere);

        // When
        Messages restarted = alice.at(new ReplyTo(1, "ingress:epoch-2"));
        List<Verdict> verdicts = enforcement.send(restarted.fact(FactType.MAILBOX_OPENED, ""));

        // Then
        assertThat(verdicts)
                .filteredOn(v -> v.getFact().getType() == FactType.OUTCOME_UNKNOWN)
                .extracting(Verdict::getMessageId)
                .containsExactlyInAnyOrder(transfer.getExchangeId() + "/unknown", read.getExchangeId() + "/unknown");
        assertThat(verdicts)
                .filteredOn(v -> v.getFact().getType() == FactType.WAITER_GONE)
                .singleElement()
                .satisfies(gone -> assertThat(gone.getExchangeId()).isEqualTo(waiting.getWaiterExchange()));
        assertThat(verdicts).hasSize(4);
        assertThat(enforcement.state(claimed)).isEqualTo(ApprovalState.UNKNOWN);
        assertThat(enforcement.approvals().get(waiting.getApprovalId()).getWaiter())
                .isNull();
        assertThat(enforcement.inFlight().get(elsewhere.getExchangeId())).isNotNull();

        // When the client repeats the call
        Verdict repeat = enforcement.sendOne(restarted.transfer(5000));

        // Then it is told instead of executed again
        assertThat(repeat.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(repeat.getReason()).contains("not known");
    }

    @Test
    void anExecutionWhoseClientLeftIsToldToTheNextRepeat() {
        // Given
        Intake transfer = alice.transfer(5000);
        ApprovalRecord approval = enforcement.hold(transfer);
        enforcement.command(APPROVE, BOB, approval);
        enforcement.send(alice.claim(transfer, approval.getApprovalId()));
        enforcement.send(alice.fact(FactType.CLIENT_GONE, transfer.getExchangeId()));

        // When
        enforcement.send(alice.response(transfer, approval.getApprovalId(), "done"));

        // Then
        assertThat(enforcement.sendOne(alice.transfer(5000)).getReason()).contains("executed already");
    }
}
