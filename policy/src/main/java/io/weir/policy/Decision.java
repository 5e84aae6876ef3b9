/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import io.weir.events.Outcome;
import java.util.List;
import java.util.Objects;

/**
 * What becomes of one message. The arrays are shared, not copied: treat them as read-only.
 *
 * @param outcome FORWARD, BLOCK or HOLD
 * @param payload FORWARD: what to pass on; the very array of the message where nothing was masked or hidden. BLOCK: the
 *     JSON-RPC answer for whoever waits, or null where none is due. HOLD: null, see {@link #released()}
 * @param recordPayload what to record of the message, masked. Null with FORWARD: the same as {@code payload}. Null
 *     otherwise: nothing (the message could not be read)
 * @param context to be given back with the response to this request; null where the response does not need it. Of a part of an
 *     answer, see {@link PartialAnswer#isExact}
 * @param rules the rules that fired, in the order of the policy
 * @param findings what they saw
 * @param reason for people; never echoes what matched. Empty with FORWARD
 * @param hold the terms; null unless HOLD
 * @param digest SHA-256 of the canonical request, lower-case hex; null unless HOLD
 * @param heldPayload what to pass on if the hold is approved; null unless HOLD
 * @param recordName the message's name (tool, prompt or URI) as it may be recorded: masked where a mask rule matches it
 */
// As in GovernedMessage: bytes that nobody compares and that must not be copied.
@SuppressWarnings("ArrayRecordComponent")
public record Decision(
        Outcome outcome,
        byte[] payload,
        byte[] recordPayload,
        byte[] context,
        List<String> rules,
        List<Finding> findings,
        String reason,
        HoldTerms hold,
        String digest,
        byte[] heldPayload,
        String recordName) {

    public Decision {
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(recordName, "recordName");
        rules = List.copyOf(rules);
        findings = List.copyOf(findings);
        if (outcome == Outcome.FORWARD && payload == null) {
            throw new IllegalArgumentException("a FORWARD needs its payload");
        }
        if (outcome == Outcome.HOLD && (payload != null || hold == null || digest == null || heldPayload == null)) {
            throw new IllegalArgumentException("a HOLD needs terms, digest and held payload, and no payload");
        }
    }

    /**
     * The FORWARD that this HOLD becomes when it is claimed under its approval: with everything masked that the policy
     * masks in requests.
     *
     * @throws IllegalStateException if this is not a HOLD
     */
    public Decision released() {
        if (outcome != Outcome.HOLD) {
            throw new IllegalStateException("only a HOLD can be released, not a " + outcome);
        }
        return new Decision(
                Outcome.FORWARD,
                heldPayload,
                recordPayload,
                context,
                rules,
                findings,
                "",
                null,
                null,
                null,
                recordName);
    }

    /** Never a payload: a log must not hold it. */
    @Override
    public String toString() {
        return "Decision[" + outcome + ", rules=" + rules + ", findings=" + findings.size() + "]";
    }
}
