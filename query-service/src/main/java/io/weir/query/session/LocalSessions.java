/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query.session;

import io.weir.events.JournalEntry;
import io.weir.query.journal.JournalViewTopology;
import io.weir.query.journal.SessionSummary;
import io.weir.query.journal.StoreKeys;
import io.weir.query.journal.StoredEntry;
import io.weir.streams.interactive.StoreOwners;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.ThreadMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Reads this instance's part of the stores. Blocks, since a read may touch the disk. */
final class LocalSessions {
    private final KafkaStreams streams;
    private final StoreOwners owners;

    LocalSessions(KafkaStreams streams, StoreOwners owners) {
        this.streams = streams;
        this.owners = owners;
    }

    /** At most {@code limit} sessions, newest first. */
    List<SessionSummary> list(SessionFilter filter, Optional<Cursor> after, int limit) {
        List<SessionSummary> found = new ArrayList<>();
        // Partition by partition, since a query over several is not in the order of the keys.
        for (int partition : partitions()) {
            found.addAll(list(partition, filter, after, limit));
        }
        return newest(found, limit);
    }

    /** The newest of them, in order. */
    static List<SessionSummary> newest(List<SessionSummary> sessions, int limit) {
        return sessions.stream()
                .sorted(Comparator.comparingLong(SessionSummary::startedAt)
                        .reversed()
                        .thenComparing(SessionSummary::sessionId))
                .limit(limit)
                .toList();
    }

    private List<SessionSummary> list(int partition, SessionFilter filter, Optional<Cursor> after, int limit) {
        ReadOnlyKeyValueStore<Bytes, byte[]> index = store(JournalViewTopology.BY_START_STORE, partition);
        ReadOnlyKeyValueStore<String, SessionSummary> summaries = store(JournalViewTopology.SUMMARIES_STORE, partition);
        Bytes first = after.map(Cursor::next).orElseGet(() -> StoreKeys.byStart(filter.to() - 1, ""));
        // The index runs from the newest to the oldest, so the end of the range is just before the oldest start.
        Bytes last = StoreKeys.byStart(filter.from() - 1, "");
        List<SessionSummary> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> keys = index.range(first, last)) {
            while (keys.hasNext() && found.size() < limit) {
                SessionSummary session = summaries.get(StoreKeys.sessionIn(keys.next().key));
                if (session != null && filter.accepts(session)) {
                    found.add(session);
                }
            }
        }
        return found;
    }

    private Set<Integer> partitions() {
        Set<Integer> partitions = new TreeSet<>();
        for (ThreadMetadata thread : streams.metadataForLocalThreads()) {
            thread.activeTasks().forEach(task -> task.topicPartitions().forEach(tp -> partitions.add(tp.partition())));
        }
        return partitions;
    }

    Optional<SessionSummary> get(String sessionId) {
        ReadOnlyKeyValueStore<String, SessionSummary> summaries = store(JournalViewTopology.SUMMARIES_STORE);
        return Optional.ofNullable(summaries.get(sessionId));
    }

    /** At most {@code limit} events of a session, in their order, from a sequence number on. */
    List<JournalEntry> events(String sessionId, long from, int limit) {
        ReadOnlyKeyValueStore<Bytes, StoredEntry> events = store(JournalViewTopology.EVENTS_STORE);
        List<JournalEntry> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, StoredEntry> range =
                events.range(StoreKeys.event(sessionId, from), StoreKeys.event(sessionId, Long.MAX_VALUE))) {
            while (range.hasNext() && found.size() < limit) {
                found.add(range.next().value.entry());
            }
        }
        return found;
    }

    private <K, V> ReadOnlyKeyValueStore<K, V> store(String name) {
        return owners.local(name, QueryableStoreTypes.keyValueStore());
    }

    private <K, V> ReadOnlyKeyValueStore<K, V> store(String name, int partition) {
        return streams.store(StoreQueryParameters.<ReadOnlyKeyValueStore<K, V>>fromNameAndType(
                        name, QueryableStoreTypes.keyValueStore())
                .withPartition(partition));
    }
}
