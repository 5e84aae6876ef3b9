/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.weir.events.Direction;
import io.weir.events.JournalEntry;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.PrincipalRecord;
import io.weir.serde.WeirSerdes;
import io.weir.serde.registry.EmbeddedSchemaRegistry;
import io.weir.topics.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnnumberedEntryTest {
    @TempDir
    private Path directory;

    private WeirSerdes serdes;

    @BeforeEach
    void openRegistry() {
        serdes = new WeirSerdes(EmbeddedSchemaRegistry.open(directory.resolve("schemas.json")));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 63, 64, 8191, 8192, 1L << 40, Long.MAX_VALUE})
    void isNumberedAsIfItHadBeenWrittenSo(long number) {
        UnnumberedEntry entry = UnnumberedEntry.of(bytes(0, MessageKind.REQUEST));

        assertThat(entry.numbered(number)).isEqualTo(bytes(number, MessageKind.REQUEST));
    }

    @ParameterizedTest
    @EnumSource(MessageKind.class)
    void tellsItsIdAndWhetherItIsACommand(MessageKind kind) {
        UnnumberedEntry entry = UnnumberedEntry.of(bytes(0, kind));

        assertThat(entry.eventId()).isEqualTo("event");
        assertThat(entry.isCommand()).isEqualTo(kind == MessageKind.APPROVAL_COMMAND);
    }

    @Test
    void cannotBeNumberedTwice() {
        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> UnnumberedEntry.of(bytes(7, MessageKind.REQUEST)));
    }

    @Test
    void isNothingElse() {
        assertThatExceptionOfType(SerializationException.class)
                .isThrownBy(() -> UnnumberedEntry.of(new byte[] {0, 0, 0}));
    }

    private byte[] bytes(long number, MessageKind kind) {
        JournalEntry entry = new JournalEntry(
                number,
                "event",
                "exchange",
                "session",
                kind,
                Direction.CLIENT_TO_SERVER,
                Outcome.FORWARD,
                Instant.EPOCH,
                Instant.EPOCH,
                new PrincipalRecord("alice", "Alice", List.of(), "client", "issuer", null),
                "bank",
                "2025-11-25",
                "tools/call",
                "read",
                ByteBuffer.wrap("{\"masked\":true}".getBytes(StandardCharsets.UTF_8)),
                null,
                List.of("rule"),
                List.of(),
                "reason",
                null,
                null,
                null);
        return serdes.journalEntry().serializer().serialize(Topics.JOURNAL, entry);
    }
}
