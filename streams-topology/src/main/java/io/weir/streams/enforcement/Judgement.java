/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ApprovalRecord;
import io.weir.events.FindingRecord;
import io.weir.events.Outcome;
import io.weir.events.PolicyRef;
import io.weir.policy.Decision;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/**
 * What was decided on one message, before it is put into a verdict.
 *
 * @param name the message's name as it may be recorded
 * @param payload see {@code Verdict.payload}
 * @param recordPayload see {@code Verdict.recordPayload}
 * @param context see {@code Verdict.context}
 * @param policy the policy version that took part; null if none did
 * @param approval the approval as this left it; null where none is concerned
 */
record Judgement(
        Outcome outcome,
        String name,
        ByteBuffer payload,
        ByteBuffer recordPayload,
        ByteBuffer context,
        PolicyRef policy,
        List<String> rules,
        List<FindingRecord> findings,
        String reason,
        ApprovalRecord approval) {

    Judgement {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(reason, "reason");
    }

    static Judgement of(Decision decision, PolicyRef policy) {
        return new Judgement(
                decision.outcome(),
                decision.recordName(),
                wrap(decision.payload()),
                wrap(decision.recordPayload()),
                wrap(decision.context()),
                policy,
                decision.rules(),
                findings(decision),
                decision.reason(),
                null);
    }

    /** A block without any policy. The message is not recorded: nothing says what in it must be masked. */
    static Judgement block(String reason, byte[] answer) {
        return new Judgement(Outcome.BLOCK, "", wrap(answer), null, null, null, List.of(), List.of(), reason, null);
    }

    /** Something to be recorded and passed on to nobody. */
    static Judgement recorded(String name, ApprovalRecord approval) {
        return new Judgement(Outcome.FORWARD, name, null, null, null, null, List.of(), List.of(), "", approval);
    }

    Judgement with(ApprovalRecord concerned) {
        return new Judgement(
                outcome, name, payload, recordPayload, context, policy, rules, findings, reason, concerned);
    }

    /** The same message, blocked for a reason that is not the policy's. */
    Judgement blocked(String why, byte[] answer) {
        return new Judgement(
                Outcome.BLOCK, name, wrap(answer), recordPayload, null, policy, rules, findings, why, approval);
    }

    private static List<FindingRecord> findings(Decision decision) {
        return decision.findings().stream()
                .map(f -> new FindingRecord(f.rule(), f.entity(), f.pointer(), f.count()))
                .toList();
    }

    private static ByteBuffer wrap(byte[] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }
}
