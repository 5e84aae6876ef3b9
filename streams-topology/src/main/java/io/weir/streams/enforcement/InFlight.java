/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.Direction;
import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.Verdict;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Requests that were let through to an upstream and have no answer yet, by exchange. What is kept is the event that is to be
 * written if no answer ever comes: that its outcome is unknown.
 */
final class InFlight {
    private static final String AGENT = "agent";
    private static final String WHY = "The process that called the upstream ended before the answer was recorded.";

    private final KeyValueStore<String, Intake> store;

    InFlight(KeyValueStore<String, Intake> store) {
        this.store = store;
    }

    /** Takes note of a request that was let through. */
    void follow(Intake message, Verdict verdict) {
        boolean request = message.getKind() == MessageKind.REQUEST || message.getKind() == MessageKind.CLAIM;
        if (request
                && message.getDirection() == Direction.CLIENT_TO_SERVER
                && verdict.getOutcome() == Outcome.FORWARD) {
            store.put(message.getExchangeId(), outcomeUnknown(message, verdict));
        }
    }

    /** The approval under which the exchange's request was executed, if any. */
    Optional<String> approval(String exchangeId) {
        return Optional.ofNullable(store.get(exchangeId)).map(Intake::getApprovalId);
    }

    /** The exchange has its answer, or needs none any more. */
    void forget(String exchangeId) {
        store.delete(exchangeId);
    }

    /** The events to be written for the requests of processes that died. */
    List<Intake> abandoned(MailboxEpochs epochs) {
        return select(
                event -> epochs.isDead(event.getReplyTo().getEpoch())
                        || epochs.isDead(event.getFact().getAttributes().getOrDefault(AGENT, "")),
                Integer.MAX_VALUE);
    }

    /** The events to be written for requests that have waited so long that no answer can come any more. */
    List<Intake> overdue(long now, Duration maxAge, int atMost) {
        long before = now - maxAge.toMillis();
        return select(event -> event.getReceivedAt().toEpochMilli() < before, atMost);
    }

    private List<Intake> select(Predicate<Intake> wanted, int atMost) {
        List<Intake> selected = new ArrayList<>();
        try (KeyValueIterator<String, Intake> entries = store.all()) {
            while (entries.hasNext() && selected.size() < atMost) {
                Intake event = entries.next().value;
                if (wanted.test(event)) {
                    selected.add(event);
                }
            }
        }
        return selected;
    }

    private static Intake outcomeUnknown(Intake message, Verdict verdict) {
        return new Intake(
                message.getExchangeId() + "/unknown",
                message.getExchangeId(),
                message.getSessionId(),
                MessageKind.FACT,
                message.getDirection(),
                message.getReceivedAt(),
                message.getPrincipal(),
                message.getConnection(),
                message.getProtocolVersion(),
                message.getMethod(),
                verdict.getName(),
                ByteBuffer.allocate(0),
                null,
                message.getReplyTo(),
                verdict.getApproval() == null ? null : verdict.getApproval().getApprovalId(),
                new Fact(FactType.OUTCOME_UNKNOWN, WHY, caller(verdict)),
                "",
                "",
                false);
    }

    /** The agent that calls the upstream, if it is not the process that asked. */
    private static Map<String, String> caller(Verdict verdict) {
        return verdict.getAgent() == null
                ? Map.of()
                : Map.of(AGENT, verdict.getAgent().getEpoch());
    }
}
