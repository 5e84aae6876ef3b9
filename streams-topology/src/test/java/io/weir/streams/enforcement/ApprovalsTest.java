/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import static io.weir.events.ApprovalAction.APPROVE;
import static io.weir.events.ApprovalAction.CANCEL;
import static io.weir.events.ApprovalAction.REJECT;
import static io.weir.events.ApprovalAction.REVOKE;
import static io.weir.streams.enforcement.Enforcement.notice;
import static io.weir.streams.enforcement.Messages.ALICE;
import static io.weir.streams.enforcement.Messages.BOB;
import static io.weir.streams.enforcement.Messages.CAROL;
import static io.weir.streams.enforcement.Messages.RESOURCES;
import static io.weir.streams.enforcement.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.ApprovalCommand;
import io.weir.events.ApprovalRecord;
import io.weir.events.ApprovalState;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.ReplyTo;
import io.weir.events.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of requests that wait for people. */
class ApprovalsTest {
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
    void aHeldRequestIsApprovedClaimedAndExecuted() {
        // Given
        Intake request = alice.transfer(5000);
        ApprovalRecord pending = enforcement.hold(request);
        assertThat(pending.getState()).isEqualTo(ApprovalState.PENDING);
        assertThat(pending.getWaiterExchange()).isEqualTo(request.getExchangeId());
        assertThat(pending.getRule()).isEqualTo("large-transfer");
        assertThat(text(pending.getPayload())).contains("5000");

        // When
        List<Verdict> approved = enforcement.command(APPROVE, BOB, pending);

        // Then: the approver and the one who waits are told
        assertThat(approved).hasSize(3);
        assertThat(approved.get(1))
                .as("what the ledger meets where the claim will be")
                .isEqualTo(approved.get(0));
        assertThat(approved.get(0)).satisfies(answer -> {
            assertThat(answer.getKind()).isEqualTo(MessageKind.APPROVAL_COMMAND);
            assertThat(answer.getOutcome()).isEqualTo(Outcome.FORWARD);
            assertThat(answer.getEpoch()).isEqualTo(Enforcement.APPROVER.getEpoch());
            assertThat(answer.getApproval().getState()).isEqualTo(ApprovalState.APPROVED);
            assertThat(answer.getVote().getApprove()).isTrue();
        });
        assertThat(notice(approved)).hasValueSatisfying(told -> {
            assertThat(told.getExchangeId()).isEqualTo(request.getExchangeId());
            assertThat(told.getEpoch()).isEqualTo("ingress:epoch-1");
            assertThat(told.getMessageId()).isEqualTo(approved.get(0).getMessageId() + "/notice");
        });

        // When
        Verdict claimed = enforcement.sendOne(alice.claim(request, pending.getApprovalId()));

        // Then
        assertThat(claimed.getOutcome()).isEqualTo(Outcome.FORWARD);
        assertThat(text(claimed.getPayload())).isEqualTo(text(request.getPayload()));
        assertThat(claimed.getApproval().getState()).isEqualTo(ApprovalState.CLAIMED);
        assertThat(enforcement.inFlight().get(request.getExchangeId()).getApprovalId())
                .isEqualTo(pending.getApprovalId());

        // When
        Verdict response = enforcement.sendOne(alice.response(request, pending.getApprovalId(), "done"));

        // Then
        assertThat(response.getApproval().getState()).isEqualTo(ApprovalState.EXECUTED);
        assertThat(enforcement.state(pending)).isEqualTo(ApprovalState.EXECUTED);
        assertThat(enforcement.hold(alice.transfer(5000)).getApprovalId()).isNotEqualTo(pending.getApprovalId());
    }

    @Test
    void aRepeatWhilePendingTakesThePlaceOfTheWaiter() {
        // Given
        ApprovalRecord first = enforcement.hold(alice.transfer(5000));
        Intake repeat = alice.inNewSession().transfer(5000);

        // When
        ApprovalRecord second = enforcement.hold(repeat);

        // Then
        assertThat(second.getApprovalId()).isEqualTo(first.getApprovalId());
        assertThat(notice(enforcement.command(REJECT, BOB, first)))
                .hasValueSatisfying(told -> assertThat(told.getExchangeId()).isEqualTo(repeat.getExchangeId()));
    }

    @Test
    void theRequesterCannotApprove() {
        // Given: Carol may both ask and approve
        ApprovalRecord pending = enforcement.hold(Messages.of(CAROL).transfer(5000));

        // When
        Verdict answer = Enforcement.one(enforcement.command(APPROVE, CAROL, pending));

        // Then
        assertThat(answer.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(answer.getReason()).contains("own request");
        assertThat(enforcement.state(pending)).isEqualTo(ApprovalState.PENDING);
    }

    @Test
    void aQuorumNeedsDistinctPeople() {
        // Given
        ApprovalRecord pending = enforcement.hold(alice.call("close_account", "{\"id\":1}"));

        // When
        Verdict first = Enforcement.one(enforcement.command(APPROVE, BOB, pending));
        Verdict again = Enforcement.one(enforcement.command(APPROVE, BOB, pending));

        // Then
        assertThat(first.getOutcome()).isEqualTo(Outcome.FORWARD);
        assertThat(again.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(enforcement.state(pending)).isEqualTo(ApprovalState.PENDING);
        assertThat(notice(enforcement.command(APPROVE, CAROL, pending))).isPresent();
        assertThat(enforcement.state(pending)).isEqualTo(ApprovalState.APPROVED);
    }

    @Test
    void aRepeatedDecisionIsOneVoteAndHasTheSameAnswer() {
        // Given
        ApprovalRecord pending = enforcement.hold(alice.call("close_account", "{\"id\":1}"));
        ApprovalCommand command = enforcement.newCommand(APPROVE, BOB, pending);
        Verdict first = Enforcement.one(enforcement.command(command));

        // When: the sender repeats it later, from another process
        ApprovalCommand repeated = new ApprovalCommand(
                command.getCommandId(),
                command.getApprovalId(),
                command.getSessionId(),
                command.getAction(),
                command.getPrincipal(),
                command.getReason(),
                command.getDigest(),
                command.getIssuedAt(),
                new ReplyTo(4, "approval-service:2"),
                null);
        Verdict second =
                Enforcement.one(enforcement.command(repeated, enforcement.now().plusSeconds(5)));

        // Then
        assertThat(second.getEpoch()).isEqualTo("approval-service:2");
        assertThat(second.getOutcome()).isEqualTo(Outcome.FORWARD);
        assertThat(second.getDecidedAt()).isEqualTo(first.getDecidedAt());
        assertThat(enforcement.approvals().get(pending.getApprovalId()).getVotes())
                .hasSize(1);
    }

    @Test
    void someoneElseCannotUseTheIdOfADecision() {
        // Given
        ApprovalRecord pending = enforcement.hold(alice.call("close_account", "{\"id\":1}"));
        ApprovalCommand bobs = enforcement.newCommand(APPROVE, BOB, pending);
        enforcement.command(bobs);

        // When
        ApprovalCommand carols = new ApprovalCommand(
                bobs.getCommandId(),
                bobs.getApprovalId(),
                bobs.getSessionId(),
                bobs.getAction(),
                CAROL.toRecord(),
                "",
                null,
                bobs.getIssuedAt(),
                bobs.getReplyTo(),
                null);
        Verdict answer = Enforcement.one(enforcement.command(carols));

        // Then
        assertThat(answer.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(answer.getReason()).contains("used before");
    }

    @Test
    void anUnknownApprovalIsRefused() {
        // Given
        ApprovalRecord pending = enforcement.hold(alice.transfer(5000));
        ApprovalCommand command = enforcement.newCommand(APPROVE, BOB, pending);

        // When
        Verdict answer = Enforcement.one(enforcement.command(new ApprovalCommand(
                "c",
                "apr_x.y",
                command.getSessionId(),
                APPROVE,
                BOB.toRecord(),
                "",
                null,
                command.getIssuedAt(),
                command.getReplyTo(),
                null)));

        // Then
        assertThat(answer.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(answer.getApproval()).isNull();
        assertThat(answer.getReason()).contains("no such request");
    }

    @Test
    void theOneWhoWaitsLearnsOfARejectionOnce() {
        // Given
        Intake request = alice.transfer(5000);
        ApprovalRecord pending = enforcement.hold(request);

        // When
        List<Verdict> rejected = enforcement.command(REJECT, BOB, pending);

        // Then
        assertThat(notice(rejected))
                .hasValueSatisfying(told -> assertThat(told.getOutcome()).isEqualTo(Outcome.BLOCK));
        Verdict claim = enforcement.sendOne(alice.claim(request, pending.getApprovalId()));
        assertThat(claim.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(claim.getReason()).contains("rejected: because");
        assertThat(text(claim.getPayload())).contains("\"isError\":true", "rejected: because");
        assertThat(enforcement.hold(alice.transfer(5000)).getApprovalId()).isNotEqualTo(pending.getApprovalId());
    }

    @Test
    void aRejectionHoldsAgainstAPolicyThatWasRelaxedMeanwhile() {
        // Given
        Intake request = alice.transfer(5000);
        ApprovalRecord pending = enforcement.hold(request);
        enforcement.command(REJECT, BOB, pending);
        enforcement.apply(2, RESOURCES.replace("amount) > 1000.0", "amount) > 9000.0"));

        // When
        Verdict claim = enforcement.sendOne(alice.claim(request, pending.getApprovalId()));

        // Then
        assertThat(claim.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(enforcement.sendOne(alice.transfer(5000)).getOutcome()).isEqualTo(Outcome.FORWARD);
    }

    @Test
    void anEndThatNobodyWaitedForIsToldToTheNextRepeat() {
        // Given
        Intake request = alice.transfer(5000);
        ApprovalRecord pending = enforcement.hold(request);
        enforcement.send(alice.fact(FactType.CLIENT_GONE, request.getExchangeId()));
        enforcement.command(REJECT, BOB, pending);

        // When
        Verdict repeat = enforcement.sendOne(alice.inNewSession().transfer(5000));

        // Then
        assertThat(repeat.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(repeat.getReason()).contains("rejected");
        assertThat(repeat.getApproval().getApprovalId()).isEqualTo(pending.getApprovalId());
        enforcement.hold(alice.transfer(5000));
    }

    @Test
    void aNoticeThatCameTooLateIsToldToTheNextRepeat() {
        // Given: the client was told to come back just before the rejection reached it
        Intake request = alice.transfer(5000);
        ApprovalRecord pending = enforcement.hold(request);
        enforcement.command(REJECT, BOB, pending);
        enforcement.send(alice.fact(FactType.WAITER_GONE, request.getExchangeId()));

        // Then
        assertThat(enforcement.sendOne(alice.transfer(5000)).getReason()).contains("rejected");
    }

    @Test
    void anApprovalIsRevokedOrCancelledBeforeItIsClaimed() {
        // Given
        ApprovalRecord revoked = enforcement.hold(alice.transfer(5000));
        ApprovalRecord cancelled = enforcement.hold(alice.transfer(6000));
        enforcement.command(APPROVE, BOB, revoked);

        // When
        enforcement.command(REVOKE, BOB, revoked);
        enforcement.command(CANCEL, ALICE, cancelled);

        // Then
        assertThat(enforcement.state(revoked)).isEqualTo(ApprovalState.REVOKED);
        assertThat(enforcement.state(cancelled)).isEqualTo(ApprovalState.CANCELLED);
    }
}
