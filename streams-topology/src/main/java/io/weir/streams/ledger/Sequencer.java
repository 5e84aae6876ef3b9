/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.ledger;

import java.time.Duration;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/** Lets every entry through once, with the next number of its session, from 1 and without gaps. */
final class Sequencer implements Processor<String, byte[], String, byte[]> {
    private static final byte[] SEEN = {1};

    private final long retentionMs;
    private ProcessorContext<String, byte[]> context;
    private KeyValueStore<String, Long> sequences;
    private WindowStore<String, byte[]> recorded;

    Sequencer(Duration retention) {
        this.retentionMs = retention.toMillis();
    }

    @Override
    public void init(ProcessorContext<String, byte[]> streams) {
        context = streams;
        sequences = context.getStateStore(LedgerTopology.SEQUENCES_STORE);
        recorded = context.getStateStore(LedgerTopology.RECORDED_STORE);
    }

    @Override
    public void process(Record<String, byte[]> item) {
        UnnumberedEntry entry = UnnumberedEntry.of(item.value());
        if (isRecorded(entry, item.timestamp())) {
            return;
        }
        String session = item.key();
        Long last = sequences.get(session);
        long next = last == null ? 1 : last + 1;
        sequences.put(session, next);
        recorded.put(entry.eventId(), SEEN, item.timestamp());
        context.forward(item.withValue(entry.numbered(next)));
    }

    /**
     * A verdict that enforcement repeats has the time of the first one, so one look is enough. Only a command can be repeated by its
     * sender, at another time.
     */
    private boolean isRecorded(UnnumberedEntry entry, long at) {
        if (!entry.isCommand()) {
            return recorded.fetch(entry.eventId(), at) != null;
        }
        try (WindowStoreIterator<byte[]> found =
                recorded.fetch(entry.eventId(), Math.max(0, at - retentionMs), at + retentionMs)) {
            return found.hasNext();
        }
    }
}
