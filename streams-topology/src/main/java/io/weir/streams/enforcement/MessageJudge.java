/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.Direction;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.model.Principal;
import io.weir.policy.Decider;
import io.weir.policy.Decision;
import io.weir.policy.Finding;
import io.weir.policy.GovernedMessage;
import io.weir.policy.resource.ConnectionResource;
import io.weir.streams.enforcement.ConfigBook.ActivePolicy;
import java.util.Optional;

/** Decides on JSON-RPC messages. Whatever is missing or goes wrong is a block. */
final class MessageJudge {
    private static final String INCOMPARABLE =
            "The definitions of the tools cannot be compared with those that were reviewed.";
    private static final long OTHER_BYTES = 32 << 10;
    private static final long OTHER_BYTES_OF_FINDING = 256;

    private final ConfigBook config;
    private final ApprovalDesk desk;
    private final MailboxEpochs epochs;
    private final Agents agents;
    private final ToolWatch tools;
    private final int maxRecordBytes;

    MessageJudge(
            ConfigBook config,
            ApprovalDesk desk,
            MailboxEpochs epochs,
            Agents agents,
            ToolWatch tools,
            int maxRecordBytes) {
        this.config = config;
        this.desk = desk;
        this.epochs = epochs;
        this.agents = agents;
        this.tools = tools;
        this.maxRecordBytes = maxRecordBytes;
    }

    /** @param at the message's time in the log, in milliseconds since the epoch */
    Judgement judge(Intake message, long at) {
        Optional<ActivePolicy> policy = config.activePolicy();
        if (policy.isEmpty()) {
            return refuse(message, "No policy is active, so nothing is let through.");
        }
        Optional<ConnectionResource> connection = config.connection(message.getConnection());
        if (connection.isEmpty()) {
            return refuse(message, "The connection does not exist.");
        }
        Principal principal = Principal.from(message.getPrincipal());
        if (!connection.get().allows(principal)) {
            return refuse(message, "You may not use this connection.");
        }
        if (message.getDirection() == Direction.CLIENT_TO_SERVER
                && epochs.isDead(message.getReplyTo().getEpoch())) {
            return refuse(message, "The process that received the message has ended.");
        }
        if (message.getDirection() == Direction.CLIENT_TO_SERVER && agents.isAway(connection.get())) {
            // Before anything is decided: an approval is not used up for a call that cannot be made.
            return refuse(message, "The agent of this connection is not connected.");
        }
        return decide(message, policy.get(), connection.get(), principal, at);
    }

    private Judgement decide(
            Intake message, ActivePolicy active, ConnectionResource connection, Principal principal, long at) {
        GovernedMessage governed = new GovernedMessage(
                message.getKind(),
                message.getDirection(),
                principal,
                connection,
                message.getMethod(),
                message.getName(),
                Bytes.of(message.getPayload()),
                Bytes.of(message.getContext()),
                tools.changed(message),
                message.getGatewayTasks());
        Decision decision = Decider.decide(active.policy(), governed);
        if (recordBytes(decision) > maxRecordBytes) {
            return refuse(message, "The message is larger than the limit once it is masked.");
        }
        Judgement judgement = Judgement.of(decision, active.reference());
        if (decision.outcome() == Outcome.BLOCK) {
            return judgement;
        }
        if (!tools.isComparable(message)) {
            return judgement.blocked(INCOMPARABLE, JsonRpcAnswers.refusal(message, INCOMPARABLE));
        }
        Optional<Judgement> ended =
                message.getKind() == MessageKind.CLAIM ? desk.claimOfEnded(message, judgement) : Optional.empty();
        return ended.orElseGet(() ->
                decision.outcome() == Outcome.HOLD ? desk.hold(message, decision, active.reference(), at) : judgement);
    }

    /** At most this many bytes does the verdict take: a hold records the message in its approval as well. */
    private static long recordBytes(Decision decision) {
        long bytes = OTHER_BYTES
                + length(decision.payload())
                + length(decision.heldPayload())
                + 2 * length(decision.recordPayload())
                + length(decision.context());
        for (Finding finding : decision.findings()) {
            bytes += OTHER_BYTES_OF_FINDING + 3L * finding.pointer().length();
        }
        return bytes;
    }

    private static long length(byte[] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    static Judgement refuse(Intake message, String reason) {
        return Judgement.block(reason, JsonRpcAnswers.refusal(message, reason));
    }
}
