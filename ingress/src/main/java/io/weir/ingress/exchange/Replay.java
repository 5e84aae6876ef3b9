/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.events.Direction;
import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.Verdict;
import io.weir.ingress.decision.Bytes;
import io.weir.ingress.jsonrpc.Answers;
import io.weir.ingress.jsonrpc.ErrorCode;
import io.weir.ingress.jsonrpc.RequestId;
import io.weir.ingress.session.EventId;

/** What a verdict meant for a client's stream: the same as when it was new. */
final class Replay {
    private final EventId from;
    private String upstreamEventId = "";

    Replay(EventId from) {
        this.from = from;
    }

    /** The last event id of the upstream that was seen on the stream, empty if none. */
    String upstreamEventId() {
        return upstreamEventId;
    }

    /** Tells the client; true if that was the end of the stream. */
    boolean tell(Verdict verdict, long offset, ClientReply client) {
        byte[] answer = answer(verdict);
        if (answer != null) {
            client.answer(Answer.of(answer), offset);
            return true;
        }
        if (isMessage(verdict)) {
            client.message(Bytes.of(verdict.getPayload()), offset);
        }
        return false;
    }

    /** Whether it is a message on this stream that was shown. */
    boolean isMessage(Verdict verdict) {
        boolean onStream = verdict.getDirection() == Direction.SERVER_TO_CLIENT
                && verdict.getStream().equals(from.stream());
        if (onStream) {
            upstreamEventId = verdict.getUpstreamEventId();
        }
        return onStream
                && (verdict.getKind() == MessageKind.NOTIFICATION || verdict.getKind() == MessageKind.REQUEST)
                && verdict.getOutcome() == Outcome.FORWARD
                && verdict.getPayload() != null;
    }

    /** The answer that it gave to the stream's request; null if it gave none. */
    byte[] answer(Verdict verdict) {
        if (from.request() == null || !concerns(verdict)) {
            return null;
        }
        boolean response = verdict.getKind() == MessageKind.RESPONSE;
        boolean refused = (verdict.getKind() == MessageKind.REQUEST || verdict.getKind() == MessageKind.CLAIM)
                && verdict.getDirection() == Direction.CLIENT_TO_SERVER
                && verdict.getOutcome() != Outcome.FORWARD
                && verdict.getOutcome() != Outcome.HOLD;
        if (response || refused) {
            byte[] payload = Bytes.of(verdict.getPayload());
            return payload != null ? payload : error(ErrorCode.BLOCKED, "Blocked by policy");
        }
        return verdict.getKind() == MessageKind.FACT ? ending(verdict.getFact()) : null;
    }

    /** Whether it tells that a task's client wants its outcome no more; nobody else leaves one. */
    boolean takesBack(Verdict verdict) {
        boolean left = verdict.getKind() == MessageKind.FACT
                && verdict.getFact() != null
                && (verdict.getFact().getType() == FactType.WAITER_GONE
                        || verdict.getFact().getType() == FactType.CANCELLED);
        return left && concerns(verdict);
    }

    private boolean concerns(Verdict verdict) {
        String named = verdict.getFact() == null
                ? null
                : verdict.getFact().getAttributes().get("exchangeId");
        return from.stream().equals(named == null ? verdict.getExchangeId() : named);
    }

    private byte[] ending(Fact fact) {
        if (fact == null) {
            return null;
        }
        String approvalId = fact.getAttributes().get("approvalId");
        return switch (fact.getType()) {
            case OUTCOME_UNKNOWN -> unknown();
            case DECISION_TIMEOUT ->
                error(ErrorCode.NO_DECISION, "The gateway came to no decision; the message was not passed on");
            case CANCELLED -> error(ErrorCode.OUTCOME_UNKNOWN, "The request was taken back");
            case WAITER_GONE, CLIENT_GONE -> approvalId == null ? null : pending(approvalId);
            default -> null;
        };
    }

    /** What is told where nothing tells how the request ended. */
    byte[] unknown() {
        return error(ErrorCode.OUTCOME_UNKNOWN, "The upstream was called; whether it acted is unknown");
    }

    private byte[] pending(String approvalId) {
        RequestId id = new RequestId(from.request().id());
        return Waiting.pending(id, from.request().isToolCall(), false, approvalId, "");
    }

    private byte[] error(int code, String message) {
        return Answers.error(new RequestId(from.request().id()), code, message);
    }
}
