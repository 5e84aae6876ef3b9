/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query.journal;

import io.weir.serde.WeirSerdes;
import io.weir.topics.Topics;
import java.util.Map;
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

    private JournalViewTopology() {}

    /** Builds it; to be run at least once, with committed records only. */
    public static Topology build(WeirSerdes serdes) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.addStateStore(Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(EVENTS_STORE), Serdes.Bytes(), serdes.journalEntry())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of()));
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
        builder.stream(
                        Topics.JOURNAL,
                        Consumed.with(Serdes.String(), serdes.journalEntry()).withName("from-journal"))
                .process(JournalView::new, Named.as("keep-sessions"), EVENTS_STORE, SUMMARIES_STORE, BY_START_STORE);
        return builder.build();
    }
}
