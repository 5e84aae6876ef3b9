/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.ledger;

import io.weir.events.Verdict;
import io.weir.serde.WeirSerdes;
import io.weir.topics.SessionPartitioner;
import io.weir.topics.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.Stores;

/** Builds the ledger's topology; see the package's documentation for the way through it. */
public final class LedgerTopology {
    static final String SEQUENCES_STORE = "sequences";
    static final String RECORDED_STORE = "recorded";

    private LedgerTopology() {}

    /** To be run exactly once ({@code exactly_once_v2}); without that, numbers can be given twice. */
    public static Topology build(LedgerSettings settings, WeirSerdes serdes) {
        StreamsBuilder builder = new StreamsBuilder();
        addStores(builder, settings.dedupeRetention());
        StreamPartitioner<String, byte[]> bySession = (topic, session, entry, partitions) ->
                Optional.of(Set.of(SessionPartitioner.partitionFor(session, partitions)));

        KStream<String, Verdict> verdicts = builder.stream(
                Topics.VERDICTS,
                Consumed.with(Serdes.String(), serdes.verdict()).withName("from-verdicts"));
        verdicts.filter((mailbox, verdict) -> JournalEntries.belongsInJournal(verdict), Named.as("belongs-in-journal"))
                .map((key, verdict) -> unnumbered(verdict, serdes), Named.as("keep-what-is-for-the-record"))
                .repartition(Repartitioned.<String, byte[]>as("by-session")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(Serdes.ByteArray())
                        .withStreamPartitioner(bySession)
                        .withNumberOfPartitions(settings.sessionPartitions()))
                .process(
                        () -> new Sequencer(settings.dedupeRetention()),
                        Named.as("sequence"),
                        SEQUENCES_STORE,
                        RECORDED_STORE)
                .to(
                        Topics.JOURNAL,
                        Produced.with(Serdes.String(), Serdes.ByteArray(), bySession)
                                .withName("to-journal"));
        return builder.build();
    }

    private static KeyValue<String, byte[]> unnumbered(Verdict verdict, WeirSerdes serdes) {
        byte[] entry = serdes.journalEntry().serializer().serialize(Topics.JOURNAL, JournalEntries.of(verdict));
        return KeyValue.pair(verdict.getSessionId(), entry);
    }

    private static void addStores(StreamsBuilder builder, Duration retention) {
        builder.addStateStore(Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(SEQUENCES_STORE), Serdes.String(), Serdes.Long())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of()));
        builder.addStateStore(Stores.windowStoreBuilder(
                        Stores.persistentWindowStore(RECORDED_STORE, retention, Duration.ofMillis(1), false),
                        Serdes.String(),
                        Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.SEGMENT_MS_CONFIG,
                        Long.toString(retention.toMillis()))));
    }
}
