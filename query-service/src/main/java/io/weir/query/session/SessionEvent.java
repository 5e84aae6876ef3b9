/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query.session;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import io.weir.events.ApprovalRecord;
import io.weir.events.Fact;
import io.weir.events.FindingRecord;
import io.weir.events.JournalEntry;
import io.weir.events.PolicyRef;
import io.weir.events.PrincipalRecord;
import io.weir.events.Vote;
import io.weir.service.http.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * One journal entry as the API shows it: who, when, what, what became of it, and why. The payload is the message as it was
 * recorded, masked.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SessionEvent(
        long sequence,
        String eventId,
        String exchangeId,
        String kind,
        String direction,
        String outcome,
        String receivedAt,
        String decidedAt,
        Who principal,
        String connection,
        String protocolVersion,
        String method,
        String name,
        Policy policy,
        List<String> rules,
        List<Finding> findings,
        String reason,
        Approval approval,
        Said vote,
        Happened fact,
        @JsonRawValue String payload) {

    /** Who acted. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Who(
            String subject, String name, List<String> groups, String clientId, String issuer, String onBehalfOf) {
        static Who of(PrincipalRecord who) {
            return new Who(
                    who.getSubject(),
                    who.getName(),
                    who.getGroups(),
                    who.getClientId(),
                    who.getIssuer(),
                    who.getOnBehalfOf());
        }
    }

    /** The policy version that decided. */
    public record Policy(String name, int version, String hash) {
        static Policy of(PolicyRef policy) {
            return policy == null ? null : new Policy(policy.getName(), policy.getVersion(), policy.getHash());
        }
    }

    /** What a rule saw, and where; never the text. */
    public record Finding(String rule, String entity, String pointer, int count) {
        static Finding of(FindingRecord finding) {
            return new Finding(finding.getRule(), finding.getEntity(), finding.getPointer(), finding.getCount());
        }
    }

    /** The approval as this event left it. */
    public record Approval(String approvalId, String state, String digest, int approvals, int quorum) {
        static Approval of(ApprovalRecord approval) {
            return approval == null
                    ? null
                    : new Approval(
                            approval.getApprovalId(),
                            approval.getState().name(),
                            approval.getDigest(),
                            (int) approval.getVotes().stream()
                                    .filter(Vote::getApprove)
                                    .count(),
                            approval.getQuorum());
        }
    }

    /** What an approver said. */
    public record Said(boolean approve, String reason, String at) {
        static Said of(Vote vote) {
            return vote == null
                    ? null
                    : new Said(vote.getApprove(), vote.getReason(), vote.getAt().toString());
        }
    }

    /** What happened, where it is no message. */
    public record Happened(String type, String reason, Map<String, String> attributes) {
        static Happened of(Fact fact) {
            return fact == null ? null : new Happened(fact.getType().name(), fact.getReason(), fact.getAttributes());
        }
    }

    static SessionEvent of(JournalEntry entry) {
        return new SessionEvent(
                entry.getSequence(),
                entry.getEventId(),
                entry.getExchangeId(),
                entry.getKind().name(),
                entry.getDirection().name(),
                entry.getOutcome().name(),
                entry.getReceivedAt().toString(),
                entry.getDecidedAt().toString(),
                Who.of(entry.getPrincipal()),
                entry.getConnection(),
                entry.getProtocolVersion(),
                entry.getMethod(),
                entry.getName(),
                Policy.of(entry.getPolicy()),
                entry.getRules(),
                entry.getFindings().stream().map(Finding::of).toList(),
                entry.getReason(),
                Approval.of(entry.getApproval()),
                Said.of(entry.getVote()),
                Happened.of(entry.getFact()),
                payload(entry.getPayload()));
    }

    /** The bytes as they were recorded, so that numbers and order are shown as they were; null if they are no JSON. */
    private static String payload(ByteBuffer payload) {
        if (payload == null || !payload.hasRemaining()) {
            return null;
        }
        String text = StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
        try {
            Json.mapper().readTree(text);
            return text;
        } catch (IOException e) {
            return null;
        }
    }
}
