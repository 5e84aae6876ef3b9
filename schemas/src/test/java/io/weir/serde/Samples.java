/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.weir.events.ApprovalAction;
import io.weir.events.ApprovalCommand;
import io.weir.events.ApprovalRecord;
import io.weir.events.ApprovalState;
import io.weir.events.ConfigEntry;
import io.weir.events.ConfigKind;
import io.weir.events.Direction;
import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.FindingRecord;
import io.weir.events.Intake;
import io.weir.events.JournalEntry;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.PolicyRef;
import io.weir.events.PrincipalRecord;
import io.weir.events.ReplyTo;
import io.weir.events.ToolRecord;
import io.weir.events.ToolRef;
import io.weir.events.Verdict;
import io.weir.events.Vote;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One of each event, with every field filled. */
final class Samples {
    private static final Instant AT = Instant.parse("2026-11-22T10:15:30.123Z");
    private static final PrincipalRecord ALICE =
            new PrincipalRecord("u-1", "alice", List.of("analysts", "staff"), "cli", "https://issuer.example", "u-2");
    private static final ReplyTo MAILBOX = new ReplyTo(3, "ingress-0:e1");
    private static final Fact FACT = new Fact(FactType.UPSTREAM_TIMEOUT, "no answer", Map.of("httpStatus", "504"));
    private static final Vote VOTE = new Vote("c-1", ALICE, true, "fine", AT);
    private static final PolicyRef POLICY = new PolicyRef("starter", 7, "ab".repeat(32));
    private static final List<FindingRecord> FINDINGS =
            List.of(new FindingRecord("personal-data", "EMAIL", "/result/content/0/text", 2));

    private Samples() {}

    static Intake intake(byte[] payload) {
        return Intake.newBuilder()
                .setMessageId("m-1")
                .setExchangeId("e-1")
                .setSessionId("abcdefghij.0123456789abcdef")
                .setKind(MessageKind.REQUEST)
                .setDirection(Direction.CLIENT_TO_SERVER)
                .setReceivedAt(AT)
                .setPrincipal(ALICE)
                .setConnection("customers")
                .setProtocolVersion("2025-11-25")
                .setMethod("tools/call")
                .setName("read_customer")
                .setPayload(ByteBuffer.wrap(payload))
                .setContext(bytes("{\"id\":7}"))
                .setReplyTo(MAILBOX)
                .setApprovalId("apr_abcdefghij.0123456789abcdef")
                .setFact(FACT)
                .build();
    }

    static Intake intake() {
        return intake("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"grüße\"}}"
                .getBytes(UTF_8));
    }

    static ApprovalRecord approval() {
        return ApprovalRecord.newBuilder()
                .setApprovalId("apr_abcdefghij.0123456789abcdef")
                .setState(ApprovalState.CLAIMED)
                .setDigest("cd".repeat(32))
                .setSessionId("abcdefghij.0123456789abcdef")
                .setMessageId("m-1")
                .setRequester(ALICE)
                .setConnection("customers")
                .setMethod("tools/call")
                .setName("transfer_money")
                .setPayload(bytes("{}"))
                .setRule("large-transfer")
                .setReason("Needs a second person.")
                .setPolicy(POLICY)
                .setApproverGroups(List.of("approvers"))
                .setQuorum(2)
                .setRequestedAt(AT)
                .setDecideBy(AT.plusSeconds(60))
                .setExecuteWithinMs(900_000)
                .setExecuteBy(AT.plusSeconds(900))
                .setVotes(List.of(VOTE))
                .setWaiterExchange("e-1")
                .setWaiter(MAILBOX)
                .setClaimedBy("m-2")
                .setClaimedExchange("e-2")
                .setClaimedFor(MAILBOX)
                .setEndedAt(AT.plusSeconds(61))
                .build();
    }

    static Verdict verdict() {
        return Verdict.newBuilder()
                .setMessageId("m-1")
                .setExchangeId("e-1")
                .setSessionId("abcdefghij.0123456789abcdef")
                .setKind(MessageKind.RESPONSE)
                .setDirection(Direction.SERVER_TO_CLIENT)
                .setOutcome(Outcome.FORWARD)
                .setEpoch("ingress-0:e1")
                .setReceivedAt(AT)
                .setDecidedAt(AT.plusMillis(3))
                .setPrincipal(ALICE)
                .setConnection("customers")
                .setProtocolVersion("2025-11-25")
                .setMethod("tools/call")
                .setName("read_customer")
                .setPayload(bytes("{\"result\":{}}"))
                .setRecordPayload(bytes("{\"result\":\"[EMAIL]\"}"))
                .setContext(bytes("{}"))
                .setPolicy(POLICY)
                .setRules(List.of("personal-data"))
                .setFindings(FINDINGS)
                .setReason("masked")
                .setApproval(approval())
                .setVote(VOTE)
                .setFact(FACT)
                .build();
    }

    static ApprovalCommand approvalCommand() {
        return ApprovalCommand.newBuilder()
                .setCommandId("c-1")
                .setApprovalId("apr_abcdefghij.0123456789abcdef")
                .setSessionId("abcdefghij.0123456789abcdef")
                .setAction(ApprovalAction.APPROVE)
                .setPrincipal(ALICE)
                .setReason("fine")
                .setDigest("cd".repeat(32))
                .setIssuedAt(AT)
                .setReplyTo(MAILBOX)
                .setTool(new ToolRef("customers", "read_customer"))
                .build();
    }

    static JournalEntry journalEntry() {
        return JournalEntry.newBuilder()
                .setSequence(1L << 40)
                .setEventId("m-1")
                .setExchangeId("e-1")
                .setSessionId("abcdefghij.0123456789abcdef")
                .setKind(MessageKind.FACT)
                .setDirection(Direction.UNKNOWN)
                .setOutcome(Outcome.FORWARD)
                .setReceivedAt(AT)
                .setDecidedAt(AT)
                .setPrincipal(ALICE)
                .setConnection("customers")
                .setProtocolVersion("2025-11-25")
                .setMethod("tools/call")
                .setName("read_customer")
                .setPayload(bytes("{}"))
                .setPolicy(POLICY)
                .setRules(List.of("personal-data"))
                .setFindings(FINDINGS)
                .setReason("masked")
                .setApproval(approval())
                .setVote(VOTE)
                .setFact(FACT)
                .build();
    }

    static ConfigEntry configEntry() {
        return ConfigEntry.newBuilder()
                .setKind(ConfigKind.POLICY)
                .setName("starter")
                .setVersion(7)
                .setHash("ab".repeat(32))
                .setSource("policy:\n  name: starter\n")
                .setAppliedBy(ALICE)
                .setAppliedAt(AT)
                .build();
    }

    static ToolRecord toolRecord() {
        return ToolRecord.newBuilder()
                .setConnection("customers")
                .setTool("read_customer")
                .setReviewedDigest("ab".repeat(32))
                .setCurrentDigest("cd".repeat(32))
                .setPreviousDigest("ef".repeat(32))
                .setFirstSeenAt(AT)
                .setChangedAt(AT.plusSeconds(1))
                .setEventId("m-1/tool/0123456789abcdef")
                .setReviewedBy(ALICE)
                .setReviewedAt(AT.plusSeconds(2))
                .build();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }
}
