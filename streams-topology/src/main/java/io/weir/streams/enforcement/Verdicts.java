/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ApprovalCommand;
import io.weir.events.ApprovalRecord;
import io.weir.events.Direction;
import io.weir.events.Fact;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.ReplyTo;
import io.weir.events.ToolRef;
import io.weir.events.Verdict;
import io.weir.events.Vote;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Puts judgements into verdicts. */
final class Verdicts {
    private Verdicts() {}

    /** @param agent beside which the connection's server runs; null if there is none */
    static Verdict of(Intake message, Judgement judgement, ReplyTo agent, long now) {
        return new Verdict(
                message.getMessageId(),
                message.getExchangeId(),
                message.getSessionId(),
                message.getKind(),
                message.getDirection(),
                judgement.outcome(),
                message.getReplyTo().getEpoch(),
                message.getReceivedAt(),
                Instant.ofEpochMilli(now),
                message.getPrincipal(),
                message.getConnection(),
                message.getProtocolVersion(),
                message.getMethod(),
                judgement.name(),
                judgement.payload(),
                judgement.recordPayload(),
                judgement.context(),
                judgement.policy(),
                judgement.rules(),
                judgement.findings(),
                judgement.reason(),
                judgement.approval(),
                null,
                message.getFact(),
                message.getStream(),
                message.getUpstreamEventId(),
                agent,
                null);
    }

    /** What a sighting of a tool comes to. */
    static Verdict of(Intake seen, Fact change, long now) {
        Intake told = Intake.newBuilder(seen).setFact(change).build();
        return of(told, Judgement.recorded(seen.getName(), null), null, now);
    }

    /** The answer to a person's review of a tool. */
    static Verdict of(ApprovalCommand review, ToolDesk.Reviewed reviewed, long now) {
        boolean refused = !reviewed.refusal().isEmpty();
        ToolRef tool = review.getTool();
        Verdict answer = of(review, refused ? Outcome.BLOCK : Outcome.FORWARD, null, reviewed.refusal(), null, now);
        return Verdict.newBuilder(answer)
                .setMethod("tool/accept")
                .setConnection(tool == null ? "" : tool.getConnection())
                .setName(tool == null ? "" : tool.getName())
                .setFact(reviewed.fact())
                .build();
    }

    /**
     * The answer to a person's command on an approval.
     *
     * @param approval as the command left it; null if there is none
     * @param reason why it was refused; empty if it was not
     * @param vote what was said; null if the command is no vote
     */
    static Verdict of(
            ApprovalCommand command, Outcome outcome, ApprovalRecord approval, String reason, Vote vote, long now) {
        String action = command.getAction().name().toLowerCase(Locale.ROOT);
        return new Verdict(
                command.getCommandId(),
                "",
                command.getSessionId(),
                MessageKind.APPROVAL_COMMAND,
                Direction.CLIENT_TO_SERVER,
                outcome,
                command.getReplyTo().getEpoch(),
                command.getIssuedAt(),
                Instant.ofEpochMilli(now),
                command.getPrincipal(),
                approval == null ? "" : approval.getConnection(),
                "",
                "approval/" + action,
                approval == null ? "" : approval.getName(),
                null,
                null,
                null,
                null,
                List.of(),
                List.of(),
                reason.isEmpty() ? command.getReason() : reason,
                approval,
                vote,
                null,
                "",
                "",
                null,
                null);
    }

    /** Tells the exchange that waits for an approval what a command made of it. */
    static Verdict notice(Verdict command) {
        ApprovalRecord approval = command.getApproval();
        return new Verdict(
                command.getMessageId() + "/notice",
                approval.getWaiterExchange(),
                approval.getSessionId(),
                MessageKind.APPROVAL_NOTICE,
                Direction.CLIENT_TO_SERVER,
                Endings.isOpen(approval) ? Outcome.FORWARD : Outcome.BLOCK,
                approval.getWaiter().getEpoch(),
                command.getReceivedAt(),
                command.getDecidedAt(),
                approval.getRequester(),
                approval.getConnection(),
                "",
                approval.getMethod(),
                approval.getName(),
                null,
                null,
                null,
                approval.getPolicy(),
                List.of(),
                List.of(),
                Endings.describe(approval),
                approval,
                command.getVote(),
                null,
                "",
                "",
                null,
                null);
    }

    /** The copy for the agent that it names. */
    static Verdict forAgent(Verdict verdict, ReplyTo asker) {
        return addressed(verdict, verdict.getAgent().getEpoch(), asker);
    }

    /** The same verdict for another asker: a repeated command has the same answer wherever it is repeated. */
    static Verdict readdressed(Verdict verdict, ReplyTo replyTo) {
        return addressed(verdict, replyTo.getEpoch(), verdict.getReplyTo());
    }

    private static Verdict addressed(Verdict v, String epoch, ReplyTo asker) {
        return new Verdict(
                v.getMessageId(),
                v.getExchangeId(),
                v.getSessionId(),
                v.getKind(),
                v.getDirection(),
                v.getOutcome(),
                epoch,
                v.getReceivedAt(),
                v.getDecidedAt(),
                v.getPrincipal(),
                v.getConnection(),
                v.getProtocolVersion(),
                v.getMethod(),
                v.getName(),
                v.getPayload(),
                v.getRecordPayload(),
                v.getContext(),
                v.getPolicy(),
                v.getRules(),
                v.getFindings(),
                v.getReason(),
                v.getApproval(),
                v.getVote(),
                v.getFact(),
                v.getStream(),
                v.getUpstreamEventId(),
                v.getAgent(),
                asker);
    }

    /** The same verdict with another payload. */
    static Verdict withPayload(Verdict v, ByteBuffer payload) {
        return new Verdict(
                v.getMessageId(),
                v.getExchangeId(),
                v.getSessionId(),
                v.getKind(),
                v.getDirection(),
                v.getOutcome(),
                v.getEpoch(),
                v.getReceivedAt(),
                v.getDecidedAt(),
                v.getPrincipal(),
                v.getConnection(),
                v.getProtocolVersion(),
                v.getMethod(),
                v.getName(),
                payload,
                v.getRecordPayload(),
                v.getContext(),
                v.getPolicy(),
                v.getRules(),
                v.getFindings(),
                v.getReason(),
                v.getApproval(),
                v.getVote(),
                v.getFact(),
                v.getStream(),
                v.getUpstreamEventId(),
                v.getAgent(),
                v.getReplyTo());
    }
}
