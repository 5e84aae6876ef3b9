/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.Intake;
import io.weir.events.Outcome;
import io.weir.events.Verdict;
import io.weir.topics.Topics;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/**
 * What was decided lately, by message id: a message that is seen again after a crash gets the same verdict, also when the policy has
 * changed in between. A payload that is passed on untouched is not kept twice: the message itself brings it again.
 */
final class Decisions {
    private final WindowStore<String, byte[]> store;
    private final Serde<Verdict> serde;
    private final long retentionMs;

    Decisions(WindowStore<String, byte[]> store, Serde<Verdict> serde, Duration retention) {
        this.store = store;
        this.serde = serde;
        this.retentionMs = retention.toMillis();
    }

    /** @param at the message's time in the log: the same each time that it is seen */
    Optional<Verdict> of(Intake message, long at) {
        byte[] kept = store.fetch(message.getMessageId(), at);
        return kept == null ? Optional.empty() : Optional.of(complete(read(kept), message));
    }

    /** A command can also be repeated by its sender, at another time. */
    Optional<Verdict> ofCommand(String commandId, long at) {
        try (WindowStoreIterator<byte[]> kept =
                store.fetch(commandId, Math.max(0, at - retentionMs), at + retentionMs)) {
            return kept.hasNext() ? Optional.of(read(kept.next().value)) : Optional.empty();
        }
    }

    /**
     * Keeps the decision.
     *
     * @param serialized the verdict as it is emitted
     */
    void keep(Verdict verdict, byte[] serialized, Intake message, long at) {
        boolean untouched = verdict.getOutcome() == Outcome.FORWARD
                && Bytes.of(verdict.getPayload()) == Bytes.of(message.getPayload());
        byte[] kept = untouched
                ? serde.serializer().serialize(Topics.VERDICTS, Verdicts.withPayload(verdict, null))
                : serialized;
        store.put(verdict.getMessageId(), kept, at);
    }

    void keepCommand(Verdict verdict, byte[] serialized, long at) {
        store.put(verdict.getMessageId(), serialized, at);
    }

    private Verdict read(byte[] kept) {
        return serde.deserializer().deserialize(Topics.VERDICTS, kept);
    }

    private static Verdict complete(Verdict kept, Intake message) {
        return kept.getOutcome() == Outcome.FORWARD && kept.getPayload() == null
                ? Verdicts.withPayload(kept, message.getPayload())
                : kept;
    }
}
