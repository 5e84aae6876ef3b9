/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.ledger;

import io.weir.events.JournalEntry;
import io.weir.events.MessageKind;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/** Lets every entry through once, with the next number of its session, from 1 and without gaps. */
final class Sequencer implements Processor<String, JournalEntry, String, JournalEntry> {
    private static final byte[] SEEN = {1};

    private final long retentionMs;
    private ProcessorContext<String, JournalEntry> context;
    private KeyValueStore<String, Long> sequences;
    private WindowStore<String, byte[]> recorded;

    Sequencer(Duration retention) {
        this.retentionMs = retention.toMillis();
    }

    @Override
    public void init(ProcessorContext<String, JournalEntry> streams) {
        context = streams;
        sequences = context.getStateStore(LedgerTopology.SEQUENCES_STORE);
        recorded = context.getStateStore(LedgerTopology.RECORDED_STORE);
    }

    @Override
    public void process(Record<String, JournalEntry> entry) {
        if (isRecorded(entry.value(), entry.timestamp())) {
            return;
        }
        String session = entry.value().getSessionId();
        Long last = sequences.get(session);
        long next = last == null ? 1 : last + 1;
        sequences.put(session, next);
        recorded.put(entry.value().getEventId(), SEEN, entry.timestamp());
        context.forward(entry.withKey(session).withValue(JournalEntries.numbered(entry.value(), next)));
    }

    /**
     * A verdict that enforcement repeats has the time of the first one, so one look is enough. Only a command can be repeated by its
     * sender, at another time.
     */
    private boolean isRecorded(JournalEntry entry, long at) {
        if (entry.getKind() != MessageKind.APPROVAL_COMMAND) {
            return recorded.fetch(entry.getEventId(), at) != null;
        }
        try (WindowStoreIterator<byte[]> found =
                recorded.fetch(entry.getEventId(), Math.max(0, at - retentionMs), at + retentionMs)) {
            return found.hasNext();
        }
    }
}
