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
import io.weir.streams.approval.ApprovalRecords;
import java.nio.file.Path;
import java.time.Duration;
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

    private ApprovalRecord held(Intake request) {
        Verdict verdict = enforcement.sendOne(request);
        assertThat(verdict.getOutcome()).isEqualTo(Outcome.HOLD);
        return verdict.getApproval();
    }

    private ApprovalState state(ApprovalRecord approval) {
        return enforcement.approvals().get(approval.getApprovalId()).getState();
    }

    @Test
    void aHeldRequestIsApprovedClaimedAndExecuted() {
        // Given
        Intake request = alice.transfer(5000);
        ApprovalRecord pending = held(request);
        assertThat(pending.getState()).isEqualTo(ApprovalState.PENDING);
        assertThat(pending.getWaiterExchange()).isEqualTo(request.getExchangeId());
        assertThat(pending.getRule()).isEqualTo("large-transfer");
        assertThat(text(pending.getPayload())).contains("5000");

        // When
        List<Verdict> approved = enforcement.command(APPROVE, BOB, pending);

        // Then: the approver and the one who waits are told
        assertThat(approved).hasSize(2);
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
        assertThat(state(pending)).isEqualTo(ApprovalState.EXECUTED);
        assertThat(held(alice.transfer(5000)).getApprovalId()).isNotEqualTo(pending.getApprovalId());
    }

    @Test
    void aRepeatInAnotherSessionOfTheSamePersonClaims() {
        // Given
        Intake request = alice.transfer(5000);
        ApprovalRecord pending = held(request);
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
    void aRepeatWhilePendingTakesThePlaceOfTheWaiter() {
        // Given
        ApprovalRecord first = held(alice.transfer(5000));
        Intake repeat = alice.inNewSession().transfer(5000);

        // When
        ApprovalRecord second = held(repeat);

        // Then
        assertThat(second.getApprovalId()).isEqualTo(first.getApprovalId());
        assertThat(notice(enforcement.command(REJECT, BOB, first)))
                .hasValueSatisfying(told -> assertThat(told.getExchangeId()).isEqualTo(repeat.getExchangeId()));
    }

    @Test
    void aChangedArgumentIsAnotherRequest() {
        // Given
        ApprovalRecord pending = held(alice.transfer(5000));
        enforcement.command(APPROVE, BOB, pending);

        // Then
        assertThat(held(alice.transfer(5001)).getApprovalId()).isNotEqualTo(pending.getApprovalId());
        assertThat(state(pending)).isEqualTo(ApprovalState.APPROVED);
    }

    @Test
    void anotherPersonsIdenticalRequestIsAnotherRequest() {
        // Given
        ApprovalRecord pending = held(alice.transfer(5000));
        enforcement.command(APPROVE, BOB, pending);

        // Then
        assertThat(held(Messages.of(CAROL).transfer(5000)).getApprovalId()).isNotEqualTo(pending.getApprovalId());
    }

    @Test
    void anotherPolicyIsAnotherRequest() {
        // Given
        Intake request = alice.transfer(5000);
        ApprovalRecord pending = held(request);
        enforcement.command(APPROVE, BOB, pending);
        enforcement.apply(2, RESOURCES.replace("amount) > 1000.0", "amount) > 2000.0"));

        // When
        Verdict claim = enforcement.sendOne(alice.claim(request, pending.getApprovalId()));

        // Then
        assertThat(claim.getOutcome()).isEqualTo(Outcome.HOLD);
        assertThat(claim.getApproval().getApprovalId()).isNotEqualTo(pending.getApprovalId());
    }

    @Test
    void theRequesterCannotApprove() {
        // Given: Carol may both ask and approve
        ApprovalRecord pending = held(Messages.of(CAROL).transfer(5000));

        // When
        Verdict answer = Enforcement.one(enforcement.command(APPROVE, CAROL, pending));

        // Then
        assertThat(answer.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(answer.getReason()).contains("own request");
        assertThat(state(pending)).isEqualTo(ApprovalState.PENDING);
    }

    @Test
    void aQuorumNeedsDistinctPeople() {
        // Given
        ApprovalRecord pending = held(alice.call("close_account", "{\"id\":1}"));

        // When
        Verdict first = Enforcement.one(enforcement.command(APPROVE, BOB, pending));
        Verdict again = Enforcement.one(enforcement.command(APPROVE, BOB, pending));

        // Then
        assertThat(first.getOutcome()).isEqualTo(Outcome.FORWARD);
        assertThat(again.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(state(pending)).isEqualTo(ApprovalState.PENDING);
        assertThat(notice(enforcement.command(APPROVE, CAROL, pending))).isPresent();
        assertThat(state(pending)).isEqualTo(ApprovalState.APPROVED);
    }

    @Test
    void aRepeatedDecisionIsOneVoteAndHasTheSameAnswer() {
        // Given
        ApprovalRecord pending = held(alice.call("close_account", "{\"id\":1}"));
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
                new ReplyTo(4, "approval-service:2"));
        Verdict second = Enforcement.one(
                enforcement.command(repeated, enforcement.now().plusSeconds(5)));

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
        ApprovalRecord pending = held(alice.call("close_account", "{\"id\":1}"));
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
                bobs.getReplyTo());
        Verdict answer = Enforcement.one(enforcement.command(carols));

        // Then
        assertThat(answer.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(answer.getReason()).contains("used before");
    }

    @Test
    void anUnknownApprovalIsRefused() {
        // Given
        ApprovalRecord pending = held(alice.transfer(5000));
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
                command.getReplyTo())));

        // Then
        assertThat(answer.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(answer.getApproval()).isNull();
        assertThat(answer.getReason()).contains("no such request");
    }

    @Test
    void theOneWhoWaitsLearnsOfARejectionOnce() {
        // Given
        Intake request = alice.transfer(5000);
        ApprovalRecord pending = held(request);

        // When
        List<Verdict> rejected = enforcement.command(REJECT, BOB, pending);

        // Then
        assertThat(notice(rejected))
                .hasValueSatisfying(told -> assertThat(told.getOutcome()).isEqualTo(Outcome.BLOCK));
        Verdict claim = enforcement.sendOne(alice.claim(request, pending.getApprovalId()));
        assertThat(claim.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(claim.getReason()).contains("rejected: because");
        assertThat(text(claim.getPayload())).contains("\"isError\":true", "rejected: because");
        assertThat(held(alice.transfer(5000)).getApprovalId()).isNotEqualTo(pending.getApprovalId());
    }

    @Test
    void aRejectionHoldsAgainstAPolicyThatWasRelaxedMeanwhile() {
        // Given
        Intake request = alice.transfer(5000);
        ApprovalRecord pending = held(request);
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
        ApprovalRecord pending = held(request);
        enforcement.send(alice.fact(FactType.CLIENT_GONE, request.getExchangeId()));
        enforcement.command(REJECT, BOB, pending);

        // When
        Verdict repeat = enforcement.sendOne(alice.inNewSession().transfer(5000));

        // Then
        assertThat(repeat.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(repeat.getReason()).contains("rejected");
        assertThat(repeat.getApproval().getApprovalId()).isEqualTo(pending.getApprovalId());
        held(alice.transfer(5000));
    }

    @Test
    void aNoticeThatCameTooLateIsToldToTheNextRepeat() {
        // Given: the client was told to come back just before the rejection reached it
        Intake request = alice.transfer(5000);
        ApprovalRecord pending = held(request);
        enforcement.command(REJECT, BOB, pending);
        enforcement.send(alice.fact(FactType.WAITER_GONE, request.getExchangeId()));

        // Then
        assertThat(enforcement.sendOne(alice.transfer(5000)).getReason()).contains("rejected");
    }

    @Test
    void whatNobodyDecidedExpires() {
        // Given
        Intake request = alice.transfer(5000);
        ApprovalRecord pending = held(request);

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
        ApprovalRecord pending = held(request);
        enforcement.send(alice.fact(FactType.WAITER_GONE, request.getExchangeId()));
        enforcement.command(APPROVE, BOB, pending);

        // When
        Verdict expired = Enforcement.one(enforcement.pass(Duration.ofMinutes(16)));

        // Then
        assertThat(expired.getMessageId()).isEqualTo(pending.getApprovalId() + "/expired/approved");
        assertThat(state(pending)).isEqualTo(ApprovalState.EXPIRED);
        assertThat(enforcement.sendOne(alice.transfer(5000)).getReason()).contains("not executed in time");
    }

    @Test
    void approveAndExpireInARaceHaveOneOutcome() {
        // Given: the approval enters the log before the deadline and is read when that is over
        ApprovalRecord inTime = held(alice.transfer(5000));
        ApprovalRecord tooLate = held(alice.transfer(6000));
        ApprovalCommand before = enforcement.newCommand(APPROVE, BOB, inTime);
        ApprovalCommand after = enforcement.newCommand(APPROVE, BOB, tooLate);

        // When
        List<Verdict> won =
                enforcement.command(before, inTime.getDecideBy().minusMillis(1));
        List<Verdict> lost = enforcement.command(after, tooLate.getDecideBy());
        List<Verdict> expiries = enforcement.pass(Duration.ofHours(4));

        // Then
        assertThat(won.get(0).getOutcome()).isEqualTo(Outcome.FORWARD);
        assertThat(lost.get(0).getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(expiries).extracting(Verdict::getMessageId).containsExactly(tooLate.getApprovalId() + "/expired/pending");
        assertThat(state(inTime)).isEqualTo(ApprovalState.APPROVED);
        assertThat(state(tooLate)).isEqualTo(ApprovalState.EXPIRED);
    }

    @Test
    void anExpiryThatIsWrittenTwiceIsTheSameEvent() {
        // Given
        ApprovalRecord pending = held(alice.transfer(5000));
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
        ApprovalRecord pending = held(alice.transfer(5000));
        enforcement.command(APPROVE, BOB, pending);

        // When
        Intake expiry = Expiries.event(ApprovalRecords.from(pending));

        // Then
        assertThat(enforcement.send(expiry, pending.getDecideBy())).isEmpty();
        assertThat(state(pending)).isEqualTo(ApprovalState.APPROVED);
    }

    @Test
    void anApprovalIsRevokedOrCancelledBeforeItIsClaimed() {
        // Given
        ApprovalRecord revoked = held(alice.transfer(5000));
        ApprovalRecord cancelled = held(alice.transfer(6000));
        enforcement.command(APPROVE, BOB, revoked);

        // When
        enforcement.command(REVOKE, BOB, revoked);
        enforcement.command(CANCEL, ALICE, cancelled);

        // Then
        assertThat(state(revoked)).isEqualTo(ApprovalState.REVOKED);
        assertThat(state(cancelled)).isEqualTo(ApprovalState.CANCELLED);
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
        ApprovalRecord pending = held(request);
        enforcement.command(APPROVE, BOB, pending);
        enforcement.send(alice.claim(request, pending.getApprovalId()));
        enforcement.send(alice.failure(request, pending.getApprovalId(), fact));
        return state(pending);
    }

    @Test
    void aDecisionThatCameTooLateForItsProcessWasNeverExecuted() {
        // Given
        Intake request = alice.transfer(5000);
        ApprovalRecord pending = held(request);
        enforcement.command(APPROVE, BOB, pending);
        enforcement.send(alice.claim(request, pending.getApprovalId()));

        // When
        enforcement.send(alice.fact(FactType.DECISION_TIMEOUT, request.getExchangeId()));

        // Then
        assertThat(state(pending)).isEqualTo(ApprovalState.FAILED);
        assertThat(enforcement.inFlight().get(request.getExchangeId())).isNull();
    }

    @Test
    void aReopenedMailboxMarksWhatItsPredecessorLeftUnfinished() {
        // Given: one approved call is being executed, one plain call is under way, one waits; another ingress has a call, too
        Intake transfer = alice.transfer(5000);
        ApprovalRecord claimed = held(transfer);
        enforcement.command(APPROVE, BOB, claimed);
        enforcement.send(alice.claim(transfer, claimed.getApprovalId()));
        Intake read = alice.call("read_customer", "{\"id\":1}");
        enforcement.send(read);
        ApprovalRecord waiting = held(alice.transfer(6000));
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
        assertThat(verdicts).hasSize(3);
        assertThat(state(claimed)).isEqualTo(ApprovalState.UNKNOWN);
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
        ApprovalRecord approval = held(transfer);
        enforcement.command(APPROVE, BOB, approval);
        enforcement.send(alice.claim(transfer, approval.getApprovalId()));
        enforcement.send(alice.fact(FactType.CLIENT_GONE, transfer.getExchangeId()));

        // When
        enforcement.send(alice.response(transfer, approval.getApprovalId(), "done"));

        // Then
        assertThat(enforcement.sendOne(alice.transfer(5000)).getReason()).contains("executed already");
    }

    @Test
    void anEndedApprovalIsForgottenInTheEnd() {
        // Given
        ApprovalRecord pending = held(alice.transfer(5000));
        enforcement.command(REJECT, BOB, pending);

        // When
        enforcement.pass(Duration.ofHours(25));

        // Then
        assertThat(enforcement.approvals().get(pending.getApprovalId())).isNull();
    }
}
