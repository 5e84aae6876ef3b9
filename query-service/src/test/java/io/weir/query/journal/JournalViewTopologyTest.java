/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query.journal;

import static io.weir.query.Entries.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.JournalEntry;
import io.weir.events.Outcome;
import io.weir.serde.WeirSerdes;
import io.weir.serde.registry.EmbeddedSchemaRegistry;
import io.weir.topics.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalViewTopologyTest {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    private Path directory;

    private TopologyTestDriver driver;
    private TestInputTopic<String, JournalEntry> journal;

    @BeforeEach
    void startTopology() {
        WeirSerdes serdes = new WeirSerdes(EmbeddedSchemaRegistry.open(directory.resolve("registry.json"))).warmUp();
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
        config.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        driver = new TopologyTestDriver(JournalViewTopology.build(serdes), config);
        journal = driver.createInputTopic(
                Topics.JOURNAL, new StringSerializer(), serdes.journalEntry().serializer());
    }

    @AfterEach
    void stopTopology() {
        driver.close();
    }

    @Test
    void summarizesASession() {
        // Given
        pipe(entry("a.1", 1, Outcome.FORWARD, START, "{}"));
        pipe(entry("a.1", 2, Outcome.BLOCK, START.plusSeconds(1), "{}"));

        // When
        pipe(entry("a.1", 3, Outcome.HOLD, START.plusSeconds(2), "{}"));

        // Then
        SessionSummary summary = summaries().get("a.1");
        assertThat(summary.subject()).isEqualTo("alice");
        assertThat(summary.connection()).isEqualTo("customers");
        assertThat(summary.startedAt()).isEqualTo(START.toEpochMilli());
        assertThat(summary.lastAt()).isEqualTo(START.plusSeconds(2).toEpochMilli());
        assertThat(summary.events()).isEqualTo(3);
        assertThat(summary.blocked()).isEqualTo(1);
        assertThat(summary.held()).isEqualTo(1);
    }

    @Test
    void readingTheJournalAgainChangesNothing() {
        // Given
        JournalEntry first = entry("a.1", 1, Outcome.BLOCK, START, "{}");
        JournalEntry second = entry("a.1", 2, Outcome.BLOCK, START, "{}");
        pipe(first);
        pipe(second);
        SessionSummary before = summaries().get("a.1");

        // When
        pipe(first);
        pipe(second);

        // Then
        assertThat(summaries().get("a.1")).isEqualTo(before);
        assertThat(events("a.1")).extracting(JournalEntry::getSequence).containsExactly(1L, 2L);
    }

    @Test
    void keepsTheEventsOfASessionTogetherAndInOrder() {
        // Given two sessions, one id of which begins with the other
        pipe(entry("a.1", 1, Outcome.FORWARD, START, "{}"));
        pipe(entry("a.10", 1, Outcome.FORWARD, START, "{}"));

        // When one goes beyond what fits into a byte
        for (long sequence = 2; sequence <= 300; sequence++) {
            pipe(entry("a.1", sequence, Outcome.FORWARD, START, "{}"));
        }

        // Then
        assertThat(events("a.1"))
                .hasSize(300)
                .extracting(JournalEntry::getSequence)
                .isSorted();
        assertThat(events("a.10")).hasSize(1);
    }

    @Test
    void indexesSessionsNewestFirst() {
        // When
        pipe(entry("a.old", 1, Outcome.FORWARD, START, "{}"));
        pipe(entry("a.new", 1, Outcome.FORWARD, START.plusSeconds(60), "{}"));
        pipe(entry("a.old", 2, Outcome.FORWARD, START.plusSeconds(120), "{}"));

        // Then
        List<String> sessions = new ArrayList<>();
        KeyValueStore<Bytes, byte[]> index = driver.getKeyValueStore(JournalViewTopology.BY_START_STORE);
        try (KeyValueIterator<Bytes, byte[]> all = index.all()) {
            all.forEachRemaining(each -> sessions.add(StoreKeys.sessionIn(each.key)));
        }
        assertThat(sessions).containsExactly("a.new", "a.old");
    }

    @Test
    void anIndexThatMissedASessionHasItOnceTheJournalIsReadAgain() {
        // Given: after a crash, the summary was kept and the index was not
        JournalEntry first = entry("a.1", 1, Outcome.FORWARD, START, "{}");
        pipe(first);
        KeyValueStore<Bytes, byte[]> index = driver.getKeyValueStore(JournalViewTopology.BY_START_STORE);
        index.delete(StoreKeys.byStart(START.toEpochMilli(), "a.1"));

        // When
        pipe(first);

        // Then
        assertThat(index.get(StoreKeys.byStart(START.toEpochMilli(), "a.1"))).isNotNull();
    }

    @Test
    void theTopologyIsAsDescribed() throws IOException {
        // Given: names of stores are names of topics, so this text changes only on purpose
        WeirSerdes serdes = new WeirSerdes(EmbeddedSchemaRegistry.open(directory.resolve("other.json")));

        // When
        String description = JournalViewTopology.build(serdes).describe().toString();

        // Then
        try (InputStream text = getClass().getResourceAsStream("/journal-view-topology.txt")) {
            assertThat(description.strip()).isEqualTo(new String(text.readAllBytes(), StandardCharsets.UTF_8).strip());
        }
    }

    private void pipe(JournalEntry entry) {
        journal.pipeInput(entry.getSessionId(), entry);
    }

    private KeyValueStore<String, SessionSummary> summaries() {
        return driver.getKeyValueStore(JournalViewTopology.SUMMARIES_STORE);
    }

    private List<JournalEntry> events(String session) {
        KeyValueStore<Bytes, StoredEntry> events = driver.getKeyValueStore(JournalViewTopology.EVENTS_STORE);
        List<JournalEntry> found = new ArrayList<>();
        try (KeyValueIterator<Bytes, StoredEntry> range =
                events.range(StoreKeys.event(session, 0), StoreKeys.event(session, Long.MAX_VALUE))) {
            range.forEachRemaining(each -> found.add(each.value.entry()));
        }
        return found;
    }
}
