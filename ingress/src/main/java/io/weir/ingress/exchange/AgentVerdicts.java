/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.events.Direction;
import io.weir.events.FactType;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.Verdict;
import io.weir.ingress.decision.Bytes;
import io.weir.ingress.session.ProtocolVersions;
import java.util.Map;
import java.util.Optional;

/**
 * Takes what agents bring from the servers beside them. It has been to enforcement already and arrives as verdicts that nobody waits for:
 * an answer finds its exchange by its id, and any other message a stream of its session.
 */
final class AgentVerdicts {
    private final Map<String, Exchange> exchanges;
    private final Map<String, ServerStream> streams;
    private final UnheardMessages unheard = new UnheardMessages();

    /**
     * @param exchanges by id
     * @param streams the open GET streams
     */
    AgentVerdicts(Map<String, Exchange> exchanges, Map<String, ServerStream> streams) {
        this.exchanges = exchanges;
        this.streams = streams;
    }

    /** Takes a verdict that nobody waits for; most of them are not an agent's, and have no effect. */
    void take(Verdict verdict, long offset) {
        if (verdict.getAgent() == null) {
            return;
        }
        if (verdict.getKind() == MessageKind.FACT) {
            fact(verdict);
        } else if (verdict.getDirection() == Direction.SERVER_TO_CLIENT) {
            fromServer(verdict, offset);
        }
    }

    private void fact(Verdict verdict) {
        Exchange exchange = exchanges.get(verdict.getExchangeId());
        if (exchange != null && verdict.getFact() != null && verdict.getFact().getType() == FactType.OUTCOME_UNKNOWN) {
            exchange.agentLost();
        }
    }

    private void fromServer(Verdict verdict, long offset) {
        if (verdict.getKind() == MessageKind.RESPONSE) {
            Exchange exchange = exchanges.get(verdict.getExchangeId());
            if (exchange != null && exchange.isOf(verdict.getSessionId())) {
                exchange.answeredByAgent(verdict, offset);
            }
        } else if (verdict.getOutcome() == Outcome.FORWARD && verdict.getPayload() != null) {
            message(verdict, Bytes.of(verdict.getPayload()), offset);
        }
    }

    private void message(Verdict verdict, byte[] payload, long offset) {
        String sessionId = verdict.getSessionId();
        Exchange named = exchanges.get(verdict.getStream());
        if (named != null && named.isOf(sessionId)) {
            named.messageByAgent(payload, offset);
            return;
        }
        if (ProtocolVersions.isStateless(verdict.getProtocolVersion())) {
            // Without sessions it could be for any client of this person (MCP 2026-07-28, "Receiving Messages").
            return;
        }
        tellSession(sessionId, payload, offset);
    }

    /** One at a time with {@link #opened}: no message overtakes what was kept, and none is kept after that was taken. */
    private synchronized void tellSession(String sessionId, byte[] payload, long offset) {
        Optional<ServerStream> stream =
                streams.values().stream().filter(each -> each.hears(sessionId)).findFirst();
        if (stream.isPresent()) {
            stream.get().messageByAgent(payload, offset);
            return;
        }
        Optional<Exchange> open = exchanges.values().stream()
                .filter(each -> each.isOf(sessionId) && each.isRelayed())
                .findFirst();
        if (open.isPresent()) {
            open.get().messageByAgent(payload, offset);
        } else {
            unheard.keep(sessionId, payload, offset, System.nanoTime());
        }
    }

    /** A client listens: first to what was said while it did not. */
    synchronized void opened(ServerStream stream) {
        unheard.take(stream.sessionId()).forEach(message -> stream.messageByAgent(message.payload(), message.offset()));
        stream.listens();
    }

    /** Forgets what nobody came for. */
    void tick(long nowNanos) {
        unheard.expire(nowNanos);
    }
}
