/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query.journal;

import io.weir.events.JournalEntry;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps the stores in step with the journal. An entry that comes again changes nothing. */
final class JournalView extends ContextualProcessor<String, StoredEntry, Void, Void> {
    private static final byte[] PRESENT = {};

    private KeyValueStore<Bytes, StoredEntry> events;
    private KeyValueStore<String, SessionSummary> summaries;
    private KeyValueStore<Bytes, byte[]> byStart;

    @Override
    public void init(org.apache.kafka.streams.processor.api.ProcessorContext<Void, Void> context) {
        super.init(context);
        events = context.getStateStore(JournalViewTopology.EVENTS_STORE);
        summaries = context.getStateStore(JournalViewTopology.SUMMARIES_STORE);
        byStart = context.getStateStore(JournalViewTopology.BY_START_STORE);
    }

    @Override
    public void process(Record<String, StoredEntry> item) {
        JournalEntry entry = item.value().entry();
        String session = entry.getSessionId();
        events.put(StoreKeys.event(session, entry.getSequence()), item.value());
        SessionSummary before = summaries.get(session);
        SessionSummary after = before == null ? SessionSummary.startedBy(entry) : before.with(entry);
        if (!after.equals(before)) {
            summaries.put(session, after);
        }
        // The first entry once more means that the index may have missed it, whatever the summary says.
        if (before == null || entry.getSequence() == 1) {
            byStart.put(StoreKeys.byStart(after.startedAt(), session), PRESENT);
        }
    }
}
