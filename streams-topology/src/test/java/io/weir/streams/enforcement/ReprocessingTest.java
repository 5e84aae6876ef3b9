/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import static io.weir.events.ApprovalAction.APPROVE;
import static io.weir.streams.enforcement.Messages.ALICE;
import static io.weir.streams.enforcement.Messages.BOB;
import static io.weir.streams.enforcement.Messages.RESOURCES;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.ApprovalCommand;
import io.weir.events.ApprovalRecord;
import io.weir.events.ApprovalState;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.Outcome;
import io.weir.events.ReplyTo;
import io.weir.events.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a crash, records are seen again, while the stores hold any part of what they did the first time. */
class ReprocessingTest {
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
    void theSameRecordsGetTheSameVerdictsUnderAnotherPolicy() {
        // Given
        Intake read = alice.call("read_customer", "{\"id\":1}");
        List<Intake> messages = List.of(
                read,
                alice.response(read, null, "write to ann@example.com"),
                alice.call("run_sql", "{\"query\":\"drop\"}"),
                alice.transfer(5000));
        List<Verdict> before = sendAll(messages);

        // When
        enforcement.apply(2, RESOURCES.replace("default: allow", "default: block"));
        enforcement.pass(Duration.ofSeconds(10));
        List<Verdict> again = sendAll(messages);

        // Then
        assertThat(again).isEqualTo(before);
        assertThat(again).extracting(v -> v.getPolicy().getVersion()).containsOnly(1);
        assertThat(again.get(0).getPayload()).isEqualTo(read.getPayload());
    }

    @Test
    void aWholeApprovalSeenAgainEndsTheSame() {
        // Given: everything from the hold to the answer, seen twice in the same order
        Intake transfer = alice.transfer(5000);
        ApprovalRecord approval = enforcement.sendOne(transfer).getApproval();
        ApprovalCommand command = enforcement.newCommand(APPROVE, BOB, approval);
        Intake claim = alice.claim(transfer, approval.getApprovalId());
        Intake response = alice.response(transfer, approval.getApprovalId(), "done");
        List<Verdict> before = new ArrayList<>(enforcement.command(command));
        before.addAll(sendAll(List.of(claim, response)));

        // When
        Verdict heldAgain = enforcement.sendOne(transfer);
        List<Verdict> again = new ArrayList<>(enforcement.command(command));
        again.addAll(sendAll(List.of(claim, response)));

        // Then
        assertThat(heldAgain.getOutcome()).isEqualTo(Outcome.HOLD);
        assertThat(again).isEqualTo(before);
        assertThat(state(approval)).isEqualTo(ApprovalState.EXECUTED);
        assertThat(enforcement.approvals().get(approval.getApprovalId()).getVotes())
                .hasSize(1);
        assertThat(enforcement.inFlight().get(transfer.getExchangeId())).isNull();
    }

    @Test
    void withoutItsDecisionAHeldMessageIsHeldAgainUnderTheSameApproval() {
        // Given
        Intake transfer = alice.transfer(5000);
        Verdict before = enforcement.sendOne(transfer);

        // When
        enforcement.forgetDecision(transfer.getMessageId(), enforcement.now());
        Verdict again = enforcement.sendOne(transfer);

        // Then
        assertThat(again.getOutcome()).isEqualTo(Outcome.HOLD);
        assertThat(again.getApproval().getApprovalId())
                .isEqualTo(before.getApproval().getApprovalId());
    }

    @Test
    void withoutItsDecisionAHeldMessageDoesNotClaimWhatWasApprovedSince() {
        // Given
        Intake transfer = alice.transfer(5000);
        ApprovalRecord approval = enforcement.sendOne(transfer).getApproval();
        enforcement.command(APPROVE, BOB, approval);

        // When
        enforcement.forgetDecision(transfer.getMessageId(), enforcement.now());
        Verdict again = enforcement.sendOne(transfer);

        // Then
        assertThat(again.getOutcome()).isEqualTo(Outcome.HOLD);
        assertThat(state(approval)).isEqualTo(ApprovalState.APPROVED);
    }

    @Test
    void withoutItsDecisionAClaimIsForwardedAgain() {
        // Given
        Intake transfer = alice.transfer(5000);
        ApprovalRecord approval = enforcement.sendOne(transfer).getApproval();
        enforcement.command(APPROVE, BOB, approval);
        Intake claim = alice.claim(transfer, approval.getApprovalId());
        enforcement.sendOne(claim);

        // When
        enforcement.forgetDecision(claim.getMessageId(), enforcement.now());
        Verdict again = enforcement.sendOne(claim);

        // Then
        assertThat(again.getOutcome()).isEqualTo(Outcome.FORWARD);
        assertThat(again.getApproval().getClaimedBy()).isEqualTo(claim.getMessageId());
    }

    @Test
    void anApprovalThatWasLostIsThereAgain() {
        // Given: the verdict was kept, the approval was not
        Intake transfer = alice.transfer(5000);
        ApprovalRecord approval = enforcement.sendOne(transfer).getApproval();
        enforcement.approvals().delete(approval.getApprovalId());

        // When
        enforcement.sendOne(transfer);

        // Then
        assertThat(enforcement.command(APPROVE, BOB, approval).get(0).getOutcome())
                .isEqualTo(Outcome.FORWARD);
    }

    @Test
    void aVoteThatWasLostIsThereAgain() {
        // Given
        ApprovalRecord approval = enforcement.sendOne(alice.transfer(5000)).getApproval();
        ApprovalCommand command = enforcement.newCommand(APPROVE, BOB, approval);
        enforcement.command(command);
        enforcement.approvals().put(approval.getApprovalId(), approval);

        // When
        enforcement.command(command);

        // Then
        assertThat(state(approval)).isEqualTo(ApprovalState.APPROVED);
    }

    @Test
    void aReopenedMailboxSeenAgainTellsTheSame() {
        // Given
        Intake read = alice.call("read_customer", "{\"id\":1}");
        enforcement.send(read);
        Intake opened = alice.at(new ReplyTo(1, "ingress:epoch-2")).fact(FactType.MAILBOX_OPENED, "");
        List<Verdict> before = enforcement.send(opened);

        // When: from the request on, all is seen again
        enforcement.send(read);
        List<Verdict> again = enforcement.send(opened);

        // Then
        assertThat(byId(again)).isEqualTo(byId(before));
    }

    private static Map<String, Verdict> byId(List<Verdict> verdicts) {
        return verdicts.stream().collect(Collectors.toMap(Verdict::getMessageId, v -> v));
    }

    private ApprovalState state(ApprovalRecord approval) {
        return enforcement.approvals().get(approval.getApprovalId()).getState();
    }

    private List<Verdict> sendAll(List<Intake> messages) {
        return messages.stream()
                .map(message -> enforcement.send(message, Enforcement.START))
                .flatMap(List::stream)
                .toList();
    }
}
