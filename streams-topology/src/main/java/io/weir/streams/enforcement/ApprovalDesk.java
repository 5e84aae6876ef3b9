/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ApprovalRecord;
import io.weir.events.Direction;
import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.PolicyRef;
import io.weir.events.ReplyTo;
import io.weir.model.Principal;
import io.weir.model.SessionIds;
import io.weir.policy.Decision;
import io.weir.streams.approval.Approval;
import io.weir.streams.approval.ApprovalRecords;
import io.weir.streams.approval.Approved;
import io.weir.streams.approval.Claim;
import io.weir.streams.approval.Claimed;
import io.weir.streams.approval.Ended;
import io.weir.streams.approval.HeldRequest;
import io.weir.streams.approval.Pending;
import io.weir.streams.approval.PolicyVersion;
import io.weir.streams.approval.Terms;
import io.weir.streams.approval.Waiter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * What messages do to approvals. An identical request always comes here, whether it is the first one, a repeat in another session
 * of the same person, or the claim of an exchange that waited: there is one path to execution.
 */
final class ApprovalDesk {
    private final ApprovalBook book;

    ApprovalDesk(ApprovalBook book) {
        this.book = book;
    }

    /**
     * Decides on a message that a rule holds.
     *
     * @param at the message's time in the log, in milliseconds since the epoch
     */
    Judgement hold(Intake message, Decision held, PolicyRef policy, long at) {
        Judgement judgement = Judgement.of(held, policy);
        Optional<Approval> found = book.byDigest(held.digest());
        if (found.isEmpty()) {
            Terms terms = terms(message, held, policy, at);
            return judgement.with(book.put(Pending.request(terms, waiter(message))));
        }
        Approval approval = found.get();
        if (approval instanceof Approved approved && mayClaim(approved, message, at)) {
            Claim claim = new Claim(message.getMessageId(), waiter(message));
            return Judgement.of(held.released(), policy).with(book.put(approved.claim(claim)));
        }
        if (approval instanceof Claimed claimed) {
            return repeatOfClaimed(message, held, judgement, claimed);
        }
        if (approval instanceof Ended ended) {
            return tell(message, judgement, book.put(ended.attach(waiter(message))));
        }
        return judgement.with(book.put(approval.attach(waiter(message))));
    }

    /**
     * The answer to an exchange that comes back for its approval when that has ended, whatever the policy says by now.
     *
     * @param judgement what the policy says
     */
    Optional<Judgement> claimOfEnded(Intake claim, Judgement judgement) {
        String requester = Principal.from(claim.getPrincipal()).key();
        return Optional.ofNullable(claim.getApprovalId())
                .flatMap(book::byId)
                .filter(approval -> approval.terms().request().requester().key().equals(requester))
                .filter(Ended.class::isInstance)
                .map(ended -> tell(claim, judgement, book.put(ended.attach(waiter(claim)))));
    }

    /** The message that made the request never claims it: seen again after a crash, it is held again. */
    private static boolean mayClaim(Approved approved, Intake message, long at) {
        return at < approved.executeBy()
                && !approved.terms().request().messageId().equals(message.getMessageId());
    }

    private static Judgement repeatOfClaimed(Intake message, Decision held, Judgement judgement, Claimed claimed) {
        ApprovalRecord approval = ApprovalRecords.toRecord(claimed);
        return claimed.claim().messageId().equals(message.getMessageId())
                ? Judgement.of(held.released(), judgement.policy()).with(approval)
                : tell(message, judgement, approval);
    }

    private static Judgement tell(Intake message, Judgement judgement, ApprovalRecord approval) {
        String reason = Endings.describe(approval);
        return judgement.with(approval).blocked(reason, JsonRpcAnswers.refusal(message, reason));
    }

    /**
     * The exchange got its answer, or never will; if it executed an approval, that ends.
     *
     * @param why null if the upstream answered
     * @return the approval as it is now, if one is concerned
     */
    Optional<ApprovalRecord> exchangeEnded(String exchangeId, String approvalId, FactType why, long at) {
        if (approvalId == null) {
            return Optional.empty();
        }
        Optional<Approval> approval = book.byId(approvalId);
        Optional<ApprovalRecord> ended = approval.filter(Claimed.class::isInstance)
                .map(Claimed.class::cast)
                .filter(c -> c.claim().executor().exchangeId().equals(exchangeId))
                .map(claimed -> book.put(end(claimed, why, at)));
        return ended.or(() -> approval.map(ApprovalRecords::toRecord));
    }

    private static Ended end(Claimed claimed, FactType why, long at) {
        if (why == null) {
            return claimed.executed(at);
        }
        return switch (why) {
            case UPSTREAM_UNREACHABLE, DECISION_TIMEOUT -> claimed.failed(at);
            default -> claimed.unknown(at);
        };
    }

    /** Nobody waits in this exchange any more. */
    Optional<ApprovalRecord> waiterGone(String exchangeId) {
        return book.byWaiter(exchangeId).map(approval -> book.put(approval.detach(exchangeId)));
    }

    /** Nobody waits any more for what an ended process was executing; that its outcome is unknown is told by itself. */
    void epochsEnded(MailboxEpochs epochs) {
        forEachAbandoned(epochs, (approval, waiter) -> {
            if (approval instanceof Claimed) {
                book.put(approval.detach(waiter.exchangeId()));
            }
        });
    }

    /** The events that those who waited in ended processes are gone; each counts when it is read. */
    List<Intake> abandoned(MailboxEpochs epochs) {
        List<Intake> gone = new ArrayList<>();
        forEachAbandoned(epochs, (approval, waiter) -> gone.add(waiterGone(approval, waiter)));
        return gone;
    }

    private void forEachAbandoned(MailboxEpochs epochs, BiConsumer<Approval, Waiter> what) {
        book.forEach(approval -> approval.waiter()
                .filter(waiter -> epochs.isDead(waiter.epoch()))
                .ifPresent(waiter -> what.accept(approval, waiter)));
    }

    private static Intake waiterGone(Approval approval, Waiter waiter) {
        HeldRequest request = approval.terms().request();
        return Intake.newBuilder()
                .setMessageId(waiter.exchangeId() + "/gone")
                .setExchangeId(waiter.exchangeId())
                .setSessionId(request.sessionId())
                .setKind(MessageKind.FACT)
                .setDirection(Direction.CLIENT_TO_SERVER)
                .setReceivedAt(Instant.ofEpochMilli(approval.terms().requestedAt()))
                .setPrincipal(request.requester().toRecord())
                .setConnection(request.connection())
                .setReplyTo(new ReplyTo(waiter.mailbox(), waiter.epoch()))
                .setFact(new Fact(
                        FactType.WAITER_GONE,
                        "The process in which it waited has ended",
                        Map.of("exchangeId", waiter.exchangeId(), "approvalId", approval.id())))
                .build();
    }

    /**
     * An approval's time is over. An expiry that comes too late changes nothing: the approval went on before.
     *
     * @param deadline the one that passed, in milliseconds since the epoch
     * @return the expired approval; the same again if this expiry is seen again; empty if it is not to be recorded
     */
    Optional<ApprovalRecord> expire(String approvalId, long deadline) {
        return book.byId(approvalId).flatMap(approval -> {
            if (approval instanceof Pending pending && pending.terms().decideBy() == deadline) {
                return Optional.of(book.put(pending.expire()));
            }
            if (approval instanceof Approved approved && approved.executeBy() == deadline) {
                return Optional.of(book.put(approved.expire()));
            }
            return approval instanceof Ended ended && Expiries.isExpiryAt(ended, deadline)
                    ? Optional.of(ApprovalRecords.toRecord(ended))
                    : Optional.empty();
        });
    }

    /** After a crash the approval may be older than a verdict that told of it; the verdict counts. */
    void catchUp(ApprovalRecord told) {
        boolean behind = book.byId(told.getApprovalId())
                .map(ApprovalRecords::toRecord)
                .filter(known -> Endings.progress(known) >= Endings.progress(told))
                .isEmpty();
        if (behind) {
            book.put(ApprovalRecords.from(told));
        }
    }

    private static Terms terms(Intake message, Decision held, PolicyRef policy, long at) {
        HeldRequest request = new HeldRequest(
                message.getSessionId(),
                message.getMessageId(),
                Principal.from(message.getPrincipal()),
                message.getConnection(),
                message.getMethod(),
                held.recordName(),
                ByteBuffer.wrap(held.recordPayload() == null ? new byte[0] : held.recordPayload()),
                held.digest(),
                new PolicyVersion(policy.getName(), policy.getVersion(), policy.getHash()));
        String approvalId = SessionIds.newApprovalId(message.getSessionId(), message.getMessageId());
        return new Terms(approvalId, request, held.hold(), at);
    }

    private static Waiter waiter(Intake message) {
        ReplyTo replyTo = message.getReplyTo();
        return new Waiter(message.getExchangeId(), replyTo.getMailbox(), replyTo.getEpoch());
    }
}
