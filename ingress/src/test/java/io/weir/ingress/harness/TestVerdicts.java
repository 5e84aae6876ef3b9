/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.harness;

import io.weir.events.ApprovalRecord;
import io.weir.events.ApprovalState;
import io.weir.events.Direction;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.PolicyRef;
import io.weir.events.ReplyTo;
import io.weir.events.Verdict;
import io.weir.ingress.decision.Bytes;
import io.weir.model.MessageIds;
import io.weir.model.Principal;
import io.weir.policy.CompiledPolicy;
import io.weir.policy.Decider;
import io.weir.policy.Decision;
import io.weir.policy.GovernedMessage;
import io.weir.policy.resource.ConnectionResource;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Verdicts as enforcement would write them. */
public final class TestVerdicts {
    /** The approval of what a policy holds. */
    public static final String HELD = "apr_test.1";

    private TestVerdicts() {}

    /** What this policy decides; a hold is approval {@code apr_test.1}, and a claim is approved. */
    public static Verdict by(CompiledPolicy policy, Intake intake, ConnectionResource connection) {
        if (intake.getKind() == MessageKind.FACT) {
            return forward(intake);
        }
        GovernedMessage message = new GovernedMessage(
                intake.getKind(),
                intake.getDirection(),
                Principal.from(intake.getPrincipal()),
                connection,
                intake.getMethod(),
                intake.getName(),
                Bytes.of(intake.getPayload()),
                Bytes.of(intake.getContext()));
        Decision decision = Decider.decide(policy, intake.getGatewayTasks() ? message.withGatewayTasks() : message);
        if (decision.outcome() == Outcome.HOLD) {
            return intake.getKind() == MessageKind.CLAIM ? claimed(intake, HELD) : hold(intake, HELD);
        }
        return Verdict.newBuilder(verdict(intake, decision.outcome(), wrap(decision.payload()), null))
                .setRecordPayload(wrap(decision.recordPayload()))
                .setContext(wrap(decision.context()))
                .setReason(decision.reason())
                .build();
    }

    private static ByteBuffer wrap(byte[] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    public static Verdict forward(Intake intake) {
        return verdict(intake, Outcome.FORWARD, intake.getPayload(), null);
    }

    public static Verdict forward(Intake intake, String payload) {
        return verdict(intake, Outcome.FORWARD, utf8(payload), null);
    }

    public static Verdict block(Intake intake, String payload) {
        return verdict(intake, Outcome.BLOCK, payload == null ? null : utf8(payload), null);
    }

    public static Verdict hold(Intake intake, String approvalId) {
        return verdict(intake, Outcome.HOLD, null, approval(intake, approvalId, ApprovalState.PENDING));
    }

    /** Lets an approved request through. */
    public static Verdict claimed(Intake intake, String approvalId) {
        return verdict(
                intake, Outcome.FORWARD, intake.getPayload(), approval(intake, approvalId, ApprovalState.CLAIMED));
    }

    /** Tells the exchange that waits that its approval was decided. */
    public static Verdict notice(Intake held, String approvalId) {
        Verdict base = verdict(held, Outcome.FORWARD, null, approval(held, approvalId, ApprovalState.APPROVED));
        return Verdict.newBuilder(base)
                .setMessageId("command-1/notice")
                .setKind(MessageKind.APPROVAL_NOTICE)
                .build();
    }

    /** The same for a connection whose server runs beside an agent. */
    public static Verdict besideAgent(Verdict verdict) {
        return Verdict.newBuilder(verdict)
                .setAgent(new ReplyTo(3, "agent/desk:1"))
                .build();
    }

    /** What a server says through its agent, as the verdict on it. */
    public static Verdict fromAgent(Intake about, MessageKind kind, String stream, String payload) {
        return Verdict.newBuilder(besideAgent(forward(about, payload)))
                .setMessageId(MessageIds.next())
                .setKind(kind)
                .setDirection(Direction.SERVER_TO_CLIENT)
                .setStream(stream)
                .build();
    }

    private static Verdict verdict(Intake intake, Outcome outcome, ByteBuffer payload, ApprovalRecord approval) {
        return new Verdict(
                intake.getMessageId(),
                intake.getExchangeId(),
                intake.getSessionId(),
                intake.getKind(),
                intake.getDirection(),
                outcome,
                intake.getReplyTo().getEpoch(),
                intake.getReceivedAt(),
                Instant.now(),
                intake.getPrincipal(),
                intake.getConnection(),
                intake.getProtocolVersion(),
                intake.getMethod(),
                intake.getName(),
                payload,
                null,
                null,
                null,
                List.of(),
                List.of(),
                "",
                approval,
                null,
                intake.getFact(),
                intake.getStream(),
                intake.getUpstreamEventId(),
                null,
                null);
    }

    private static ApprovalRecord approval(Intake intake, String id, ApprovalState state) {
        return ApprovalRecord.newBuilder()
                .setApprovalId(id)
                .setState(state)
                .setDigest("d")
                .setSessionId(intake.getSessionId())
                .setMessageId(intake.getMessageId())
                .setRequester(intake.getPrincipal())
                .setConnection(intake.getConnection())
                .setMethod(intake.getMethod())
                .setPayload(intake.getPayload())
                .setRule("r")
                .setPolicy(new PolicyRef("p", 1, "h"))
                .setApproverGroups(List.of("approvers"))
                .setRequestedAt(Instant.EPOCH)
                .setDecideBy(Instant.EPOCH)
                .setExecuteWithinMs(1)
                .setWaiterExchange(intake.getExchangeId())
                .build();
    }

    private static ByteBuffer utf8(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
