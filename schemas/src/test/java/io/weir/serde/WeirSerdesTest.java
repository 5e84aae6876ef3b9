/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.events.Intake;
import io.weir.events.Outcome;
import io.weir.events.Verdict;
import io.weir.serde.registry.EmbeddedSchemaRegistry;
import io.weir.topics.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeirSerdesTest {
    @TempDir
    Path directory;

    private CountingRegistry registry;
    private WeirSerdes serdes;

    @BeforeEach
    void open() {
        registry = new CountingRegistry(EmbeddedSchemaRegistry.open(directory.resolve("schemas.json")));
        serdes = new WeirSerdes(registry);
    }

    @TestFactory
    Stream<DynamicTest> readsWhatItWrote() {
        return Stream.of(
                roundTrip(serdes.intake(), Topics.INTAKE, Samples.intake()),
                roundTrip(serdes.verdict(), Topics.VERDICTS, Samples.verdict()),
                roundTrip(serdes.approvalCommand(), Topics.APPROVAL_DECISIONS, Samples.approvalCommand()),
                roundTrip(serdes.journalEntry(), Topics.JOURNAL, Samples.journalEntry()),
                roundTrip(serdes.configEntry(), Topics.CONFIG, Samples.configEntry()),
                roundTrip(serdes.toolRecord(), Topics.TOOLS, Samples.toolRecord()),
                roundTrip(serdes.approvalRecord(), "weir-enforcement-approvals-changelog", Samples.approval()));
    }

    private static <T extends SpecificRecord> DynamicTest roundTrip(Serde<T> serde, String topic, T event) {
        return DynamicTest.dynamicTest(event.getSchema().getName(), () -> {
            byte[] bytes = serde.serializer().serialize(topic, event);
            assertThat(bytes[0]).isZero();
            assertThat(ByteBuffer.wrap(bytes).getInt(1)).isPositive();
            assertThat(serde.deserializer().deserialize(topic, bytes)).isEqualTo(event);
            assertThat(serde.deserializer().deserialize(topic, null)).isNull();
            assertThat(serde.serializer().serialize(topic, null)).isNull();
        });
    }

    @Test
    void readsOutOfTheMiddleOfABuffer() {
        // Given
        byte[] event = serdes.verdict().serializer().serialize(Topics.VERDICTS, Samples.verdict());
        ByteBuffer batch = ByteBuffer.allocate(event.length + 200);
        batch.position(100).put(event).position(100).limit(100 + event.length);

        // When
        Verdict heap = serdes.verdict().deserializer().deserialize(Topics.VERDICTS, new RecordHeaders(), batch.slice());
        Verdict readOnly = serdes.verdict()
                .deserializer()
                .deserialize(Topics.VERDICTS, new RecordHeaders(), batch.asReadOnlyBuffer());

        // Then
        assertThat(heap).isEqualTo(Samples.verdict());
        assertThat(readOnly).isEqualTo(Samples.verdict());
    }

    @Test
    void asksTheRegistryOnlyWhileItWarmsUp() {
        // Given
        serdes.warmUp();
        int asked = registry.questions();

        // When
        for (String topic : new String[] {Topics.VERDICTS, "weir-enforcement-decisions-changelog", "another"}) {
            byte[] bytes = serdes.verdict().serializer().serialize(topic, Samples.verdict());
            serdes.verdict().deserializer().deserialize(topic, bytes);
        }

        // Then: a reader learns a schema once, from what the client remembers
        assertThat(asked).isEqualTo(14);
        assertThat(registry.registrations()).isEqualTo(7);
        assertThat(registry.questions()).isEqualTo(asked + 1);
    }

    @Test
    void writesTheSameIdAfterARestart() {
        byte[] before = serdes.verdict().serializer().serialize(Topics.VERDICTS, Samples.verdict());

        WeirSerdes restarted = new WeirSerdes(EmbeddedSchemaRegistry.open(directory.resolve("schemas.json")));

        assertThat(restarted.verdict().deserializer().deserialize(Topics.VERDICTS, before))
                .isEqualTo(Samples.verdict());
        restarted.approvalRecord().serializer().serialize("any", Samples.approval());
        assertThat(restarted.verdict().serializer().serialize(Topics.VERDICTS, Samples.verdict()))
                .isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 4_000, 5_000, 70_000, 300_000, 1_048_576})
    void takesPayloadsOfAnySize(int size) {
        // Given
        byte[] payload = new byte[size];
        new Random(size).nextBytes(payload);

        // When
        byte[] bytes = serdes.intake().serializer().serialize(Topics.INTAKE, Samples.intake(payload));

        // Then
        assertThat(bytes).hasSizeLessThan(size + 600);
        assertThat(serdes.intake()
                        .deserializer()
                        .deserialize(Topics.INTAKE, bytes)
                        .getPayload()
                        .array())
                .isEqualTo(payload);
    }

    @Test
    void isSafeForManyThreads() {
        byte[] expected = serdes.verdict().serializer().serialize(Topics.VERDICTS, Samples.verdict());

        assertThat(IntStream.range(0, 4_000).parallel().mapToObj(i -> {
                    Intake intake = Samples.intake(new byte[i]);
                    byte[] bytes = serdes.intake().serializer().serialize(Topics.INTAKE, intake);
                    return serdes.intake()
                                    .deserializer()
                                    .deserialize(Topics.INTAKE, bytes)
                                    .equals(intake)
                            && Arrays.equals(
                                    serdes.verdict().serializer().serialize(Topics.VERDICTS, Samples.verdict()),
                                    expected);
                }))
                .allMatch(same -> same);
    }

    @Test
    void namesTheTopicAndTheReasonOfWhatItCannotRead() {
        byte[] verdict = serdes.verdict().serializer().serialize(Topics.VERDICTS, Samples.verdict());
        byte[] intake = serdes.intake().serializer().serialize(Topics.INTAKE, Samples.intake());

        assertUnreadable(new byte[0], "too short for an event: 0 bytes");
        assertUnreadable(new byte[] {0, 0, 0, 0}, "too short for an event: 4 bytes");
        assertUnreadable("{\"a\":1}".getBytes(US_ASCII), "begins with byte 123");
        assertUnreadable(new byte[] {0, 0, 0, 3, (byte) 0xe7, 1}, "there is no schema with id 999");
        assertUnreadable(new byte[] {0, -1, -1, -1, -1, 1}, "there is no schema with id -1");
        assertUnreadable(intake, "it is a io.weir.events.Intake, not a io.weir.events.Verdict");
        assertUnreadable(Arrays.copyOf(verdict, verdict.length + 1), "bytes left over");
    }

    @Test
    void neverTakesATruncatedEventForAWholeOne() {
        byte[] verdict = serdes.verdict().serializer().serialize(Topics.VERDICTS, Samples.verdict());

        for (int length = 0; length < verdict.length; length++) {
            assertUnreadable(Arrays.copyOf(verdict, length), "");
        }
    }

    @Test
    void answersDamageWithASerializationException() {
        byte[] verdict = serdes.verdict().serializer().serialize(Topics.VERDICTS, Samples.verdict());
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = verdict.clone();
            damaged[5 + random.nextInt(damaged.length - 5)] ^= (byte) (1 << random.nextInt(8));
            try {
                serdes.verdict().deserializer().deserialize(Topics.VERDICTS, damaged);
            } catch (SerializationException e) {
                assertThat(e).hasMessageContaining(Topics.VERDICTS);
            }
        }
    }

    @Test
    void quotesNothingOfAnEventThatItCannotWrite() {
        Verdict incomplete = new Verdict();
        incomplete.put("reason", "s3cr3t");
        incomplete.put("outcome", Outcome.BLOCK);

        assertThatThrownBy(() -> serdes.verdict().serializer().serialize(Topics.VERDICTS, incomplete))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("io.weir.events.Verdict")
                .hasMessageContaining(Topics.VERDICTS)
                .hasMessageNotContaining("s3cr3t")
                .hasNoCause();
        assertThat(serdes.verdict().serializer().serialize(Topics.VERDICTS, Samples.verdict()))
                .as("the next one is not affected")
                .isEqualTo(new WeirSerdes(registry).verdict().serializer().serialize("v", Samples.verdict()));
    }

    private void assertUnreadable(byte[] bytes, String why) {
        assertThatThrownBy(() -> serdes.verdict().deserializer().deserialize(Topics.VERDICTS, bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining(Topics.VERDICTS)
                .hasMessageContaining(why);
    }
}
