/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.approval;

import io.weir.events.ApprovalRecord;
import io.weir.events.ReplyTo;
import io.weir.events.Vote;
import io.weir.model.Principal;
import io.weir.policy.HoldTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Approvals to and from their Avro record. */
public final class ApprovalRecords {
    private ApprovalRecords() {}

    /**
     * The approval that a record holds.
     *
     * @throws IllegalArgumentException if the record is in a state that this version does not know
     */
    public static Approval from(ApprovalRecord stored) {
        Terms terms = terms(stored);
        List<Ballot> ballots =
                stored.getVotes().stream().map(ApprovalRecords::ballot).toList();
        Optional<Waiter> waiter = waiter(stored.getWaiterExchange(), stored.getWaiter());
        OptionalLong executeBy = millis(stored.getExecuteBy());
        Optional<Claim> claim = waiter(stored.getClaimedExchange(), stored.getClaimedFor())
                .map(executor -> new Claim(stored.getClaimedBy(), executor));
        return switch (stored.getState()) {
            case PENDING -> new Pending(terms, ballots, waiter);
            case APPROVED -> new Approved(terms, ballots, waiter, executeBy.orElseThrow());
            case CLAIMED -> new Claimed(terms, ballots, waiter, executeBy.orElseThrow(), claim.orElseThrow());
            default ->
                new Ended(
                        terms,
                        ballots,
                        waiter,
                        stored.getState(),
                        millis(stored.getEndedAt()).orElseThrow(),
                        executeBy,
                        claim);
        };
    }

    private static Terms terms(ApprovalRecord stored) {
        long requestedAt = stored.getRequestedAt().toEpochMilli();
        HoldTerms hold = new HoldTerms(
                stored.getRule(),
                stored.getApproverGroups(),
                stored.getQuorum(),
                Duration.ofMillis(stored.getDecideBy().toEpochMilli() - requestedAt),
                Duration.ofMillis(stored.getExecuteWithinMs()),
                stored.getReason());
        HeldRequest request = new HeldRequest(
                stored.getSessionId(),
                stored.getMessageId(),
                Principal.from(stored.getRequester()),
                stored.getConnection(),
                stored.getMethod(),
                stored.getName(),
                stored.getPayload(),
                stored.getDigest(),
                PolicyVersion.from(stored.getPolicy()));
        return new Terms(stored.getApprovalId(), request, hold, requestedAt);
    }

    public static ApprovalRecord toRecord(Approval approval) {
        HeldRequest request = approval.terms().request();
        HoldTerms hold = approval.terms().hold();
        Optional<Claim> claim = claim(approval);
        return new ApprovalRecord(
                approval.id(),
                approval.state(),
                request.digest(),
                request.sessionId(),
                request.messageId(),
                request.requester().toRecord(),
                request.connection(),
                request.method(),
                request.name(),
                request.payload().duplicate(),
                hold.rule(),
                hold.message(),
                request.policy().toRecord(),
                hold.approvers(),
                hold.quorum(),
                Instant.ofEpochMilli(approval.terms().requestedAt()),
                Instant.ofEpochMilli(approval.terms().decideBy()),
                hold.executeWithin().toMillis(),
                instant(executeBy(approval)),
                approval.ballots().stream().map(ApprovalRecords::vote).toList(),
                approval.waiter().map(Waiter::exchangeId).orElse(null),
                approval.waiter().map(ApprovalRecords::replyTo).orElse(null),
                claim.map(Claim::messageId).orElse(null),
                claim.map(c -> c.executor().exchangeId()).orElse(null),
                claim.map(c -> replyTo(c.executor())).orElse(null),
                approval instanceof Ended ended ? Instant.ofEpochMilli(ended.endedAt()) : null);
    }

    /** A ballot as it stands in events. */
    public static Vote vote(Ballot ballot) {
        return new Vote(
                ballot.commandId(),
                ballot.person().toRecord(),
                ballot.approve(),
                ballot.reason(),
                Instant.ofEpochMilli(ballot.at()));
    }

    private static Ballot ballot(Vote vote) {
        return new Ballot(
                vote.getCommandId(),
                Principal.from(vote.getPrincipal()),
                vote.getApprove(),
                vote.getReason(),
                vote.getAt().toEpochMilli());
    }

    private static Optional<Claim> claim(Approval approval) {
        if (approval instanceof Claimed claimed) {
            return Optional.of(claimed.claim());
        }
        return approval instanceof Ended ended ? ended.claim() : Optional.empty();
    }

    private static OptionalLong executeBy(Approval approval) {
        if (approval instanceof Approved approved) {
            return OptionalLong.of(approved.executeBy());
        }
        if (approval instanceof Claimed claimed) {
            return OptionalLong.of(claimed.executeBy());
        }
        return approval instanceof Ended ended ? ended.executeBy() : OptionalLong.empty();
    }

    private static Optional<Waiter> waiter(String exchangeId, ReplyTo replyTo) {
        return exchangeId == null || replyTo == null
                ? Optional.empty()
                : Optional.of(new Waiter(exchangeId, replyTo.getMailbox(), replyTo.getEpoch()));
    }

    private static ReplyTo replyTo(Waiter waiter) {
        return new ReplyTo(waiter.mailbox(), waiter.epoch());
    }

    private static OptionalLong millis(Instant instant) {
        return instant == null ? OptionalLong.empty() : OptionalLong.of(instant.toEpochMilli());
    }

    private static Instant instant(OptionalLong millis) {
        return millis.isPresent() ? Instant.ofEpochMilli(millis.getAsLong()) : null;
    }
}
