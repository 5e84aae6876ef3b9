/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.weir.events.Direction;
import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.JournalEntry;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.PrincipalRecord;
import io.weir.events.Verdict;
import io.weir.serde.WeirSerdes;
import io.weir.serde.registry.EmbeddedSchemaRegistry;
import io.weir.streams.StreamsConfigs;
import io.weir.streams.StreamsInstance;
import io.weir.topics.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTopologyTest {
    private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path directory;

    private TopologyTestDriver driver;
    private TestInputTopic<String, Verdict> verdicts;
    private TestOutputTopic<String, JournalEntry> journal;

    @BeforeEach
    void start() {
        WeirSerdes serdes = new WeirSerdes(EmbeddedSchemaRegistry.open(directory.resolve("schemas.json"))).warmUp();
        StreamsInstance instance = new StreamsInstance(
                "ledger-test",
                "test",
                Map.of("bootstrap.servers", "unused:1"),
                directory.resolve("state"),
                Optional.empty(),
                0,
                (short) 1,
                1 << 20);
        driver = new TopologyTestDriver(
                LedgerTopology.build(LedgerSettings.of(12), serdes), StreamsConfigs.exactlyOnce(instance, 1, 100));
        verdicts = driver.createInputTopic(
                Topics.VERDICTS, new StringSerializer(), serdes.verdict().serializer());
        journal = driver.createOutputTopic(
                Topics.JOURNAL, new StringDeserializer(), serdes.journalEntry().deserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    private static Verdict verdict(String messageId, String session, MessageKind kind) {
        return verdict(messageId, session, kind, Outcome.FORWARD, "raw", null, null);
    }

    private static Verdict verdict(
            String messageId,
            String session,
            MessageKind kind,
            Outcome outcome,
            String payload,
            String recordPayload,
            Fact fact) {
        return new Verdict(
                messageId,
                "exchange",
                session,
                kind,
                Direction.CLIENT_TO_SERVER,
                outcome,
                "ingress:1",
                AT,
                AT,
                new PrincipalRecord("alice", "Alice", List.of(), "client", "issuer", null),
                "bank",
                "2025-11-25",
                "tools/call",
                "read",
                bytes(payload),
                bytes(recordPayload),
                bytes("context"),
                null,
                List.of("rule"),
                List.of(),
                "reason",
                null,
                null,
                fact,
                "",
                "",
                null,
                null);
    }

    private static ByteBuffer bytes(String text) {
        return text == null ? null : ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private void record(Verdict verdict, Instant at) {
        verdicts.pipeInput(verdict.getSessionId(), verdict, at);
    }

    @Test
    void everySessionIsNumberedFromOneWithoutGaps() {
        // When
        record(verdict("a1", "a.1", MessageKind.REQUEST), AT);
        record(verdict("b1", "b.1", MessageKind.REQUEST), AT);
        record(verdict("a2", "a.1", MessageKind.RESPONSE), AT.plusMillis(5));
        record(verdict("a3", "a.1", MessageKind.NOTIFICATION), AT.minusMillis(5));

        // Then
        assertThat(journal.readKeyValuesToList())
                .extracting(e -> e.key + " " + e.value.getSequence() + " " + e.value.getEventId())
                .containsExactly("a.1 1 a1", "b.1 1 b1", "a.1 2 a2", "a.1 3 a3");
    }

    @Test
    void whatEnforcementRepeatsIsRecordedOnce() {
        // Given
        record(verdict("a1", "a.1", MessageKind.REQUEST), AT);
        record(verdict("a2", "a.1", MessageKind.RESPONSE), AT.plusMillis(5));

        // When
        record(verdict("a1", "a.1", MessageKind.REQUEST), AT);
        record(verdict("a2", "a.1", MessageKind.RESPONSE), AT.plusMillis(5));
        record(verdict("a3", "a.1", MessageKind.REQUEST), AT.plusMillis(6));

        // Then
        assertThat(journal.readValuesToList())
                .extracting(JournalEntry::getEventId)
                .containsExactly("a1", "a2", "a3");
    }

    @Test
    void aCommandThatItsSenderRepeatsLaterIsRecordedOnce() {
        // When
        record(verdict("c1", "a.1", MessageKind.APPROVAL_COMMAND), AT);
        record(verdict("c1", "a.1", MessageKind.APPROVAL_COMMAND), AT.plus(Duration.ofMinutes(20)));

        // Then
        assertThat(journal.readValuesToList()).hasSize(1);
    }

    @Test
    void onlyWhatIsForTheRecordIsRecorded() {
        // When
        record(verdict("m1", "a.1", MessageKind.REQUEST, Outcome.FORWARD, "raw", "masked", null), AT);
        record(verdict("m2", "a.1", MessageKind.REQUEST, Outcome.FORWARD, "clean", null, null), AT);
        record(verdict("m3", "a.1", MessageKind.REQUEST, Outcome.BLOCK, "answer", null, null), AT);
        record(verdict("m4", "a.1", MessageKind.REQUEST, Outcome.BLOCK, "answer", "masked", null), AT);

        // Then
        assertThat(journal.readValuesToList())
                .extracting(e -> e.getPayload() == null
                        ? null
                        : StandardCharsets.UTF_8.decode(e.getPayload()).toString())
                .containsExactly("masked", "clean", null, "masked");
    }

    @Test
    void noticesAndOpenedMailboxesAreNotRecorded() {
        // When
        record(verdict("c1/notice", "a.1", MessageKind.APPROVAL_NOTICE), AT);
        record(
                verdict(
                        "f1",
                        "a.1",
                        MessageKind.FACT,
                        Outcome.FORWARD,
                        null,
                        null,
                        new Fact(FactType.MAILBOX_OPENED, "", Map.of())),
                AT);
        record(
                verdict(
                        "f2",
                        "a.1",
                        MessageKind.FACT,
                        Outcome.FORWARD,
                        null,
                        null,
                        new Fact(FactType.ACCESS_DENIED, "", Map.of())),
                AT);

        // Then
        assertThat(journal.readValuesToList())
                .extracting(JournalEntry::getEventId, JournalEntry::getSequence)
                .containsExactly(tuple("f2", 1L));
    }
}
