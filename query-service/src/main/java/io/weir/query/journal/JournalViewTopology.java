/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query.journal;

import io.weir.serde.WeirSerdes;
import io.weir.topics.Topics;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.state.Stores;

/**
 * One sub-topology: {@code weir.journal} into three stores, all partitioned as the journal is. Events by session and
 * sequence, a summary of each session, and an index of the sessions by their start.
 */
public final class JournalViewTopology {
    public static final String EVENTS_STORE = "session-events";
    public static final String SUMMARIES_STORE = "session-summaries";
    public static final String BY_START_STORE = "sessions-by-start";

    /** Each event has a key of its own for good, so compacting them would copy them again and again and remove nothing. */
    private static final Map<String, String> UNCOMPACTED = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.CLEANUP_POLICY_DELETE,
            TopicConfig.RETENTION_MS_CONFIG,
            "-1");

    private JournalViewTopology() {}

    /** Builds it; to be run at least once, with committed records only. */
    public static Topology build(WeirSerdes serdes) {
        StreamsBuilder builder = new StreamsBuilder();
        Serde<StoredEntry> entries = StoredEntry.serde(serdes.journalEntry());
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(EVENTS_STORE), Serdes.Bytes(), entries)
                        .withCachingDisabled()
                        .withLoggingEnabled(UNCOMPACTED));
        // Cached: a session's summary changes with every event, and only the last change has to be kept.
        builder.addStateStore(Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(SUMMARIES_STORE),
                        Serdes.String(),
                        JsonSerde.of(SessionSummary.class))
                .withCachingEnabled()
                .withLoggingEnabled(Map.of()));
        builder.addStateStore(Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(BY_START_STORE), Serdes.Bytes(), Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of()));
        builder.stream(Topics.JOURNAL, Consumed.with(Serdes.String(), entries).withName("from-journal"))
                .process(JournalView::new, Named.as("keep-sessions"), EVENTS_STORE, SUMMARIES_STORE, BY_START_STORE);
        return builder.build();
    }
}
