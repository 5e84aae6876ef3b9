/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query.journal;

import io.weir.events.JournalEntry;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** An entry together with its bytes as they are in the journal, so that they need not be written anew to be stored. */
public final class StoredEntry {
    private final JournalEntry entry;
    private final byte[] bytes;

    private StoredEntry(JournalEntry entry, byte[] bytes) {
        this.entry = entry;
        this.bytes = bytes;
    }

    static Serde<StoredEntry> serde(Serde<JournalEntry> entries) {
        Deserializer<JournalEntry> reader = entries.deserializer();
        return Serdes.serdeFrom(
                (topic, stored) -> stored == null ? null : stored.bytes,
                (topic, bytes) -> bytes == null ? null : new StoredEntry(reader.deserialize(topic, bytes), bytes));
    }

    /** What the bytes say. */
    public JournalEntry entry() {
        return entry;
    }
}
