/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedSchemaRegistryTest {
    @TempDir
    Path directory;

    private Path file;
    private EmbeddedSchemaRegistry registry;

    @BeforeEach
    void open() {
        file = directory.resolve("registry").resolve("schemas.json");
        registry = EmbeddedSchemaRegistry.open(file);
    }

    @Test
    void givesASchemaOneIdWhateverTheSubject() {
        assertThat(registry.register("a-value", Schemas.V1)).isEqualTo(1);
        assertThat(registry.register("a-value", Schemas.V1)).isEqualTo(1);
        assertThat(registry.register("b-value", Schemas.V2)).isEqualTo(2);
        assertThat(registry.register("b-value", Schemas.V1)).isEqualTo(1);
        assertThat(registry.latest("b-value")).isEqualTo(new RegisteredSchema("b-value", 2, 1, Schemas.V1));
    }

    @Test
    void keepsIdsAndVersionsOverARestart() {
        // Given
        registry.register("a-value", Schemas.V1);
        registry.register("a-value", Schemas.V2);

        // When
        EmbeddedSchemaRegistry restarted = EmbeddedSchemaRegistry.open(file);

        // Then
        assertThat(restarted.idOf("a-value", Schemas.V2)).isEqualTo(2);
        assertThat(restarted.byId(1)).isEqualTo(Schemas.V1);
        assertThat(restarted.register("a-value", Schemas.V1)).isEqualTo(1);
        assertThat(restarted.register("b-value", Schemas.documented(Schemas.V2)))
                .isEqualTo(3);
    }

    @Test
    void refusesASchemaThatCannotReadTheLatestVersion() {
        registry.register("a-value", Schemas.V1);

        assertThatThrownBy(() -> registry.register("a-value", Schemas.INCOMPATIBLE))
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        e -> assertThat(e.errorCode()).isEqualTo(409))
                .hasMessageContaining("a-value")
                .hasMessageContaining("mandatory");
        assertThat(registry.versions("a-value")).hasSize(1);
        assertThat(registry.register("b-value", Schemas.INCOMPATIBLE)).isEqualTo(2);
    }

    @Test
    void documentationMakesAnotherVersion() {
        registry.register("a-value", Schemas.V1);

        assertThat(registry.register("a-value", Schemas.documented(Schemas.V1))).isEqualTo(2);
        assertThat(registry.byId(2).getDoc()).isEqualTo("documented");
        assertThat(EmbeddedSchemaRegistry.open(file).byId(2).getDoc()).isEqualTo("documented");
    }

    @Test
    void saysWhatItDoesNotKnow() {
        registry.register("a-value", Schemas.V1);

        assertCode(SchemaRegistryException.SCHEMA_NOT_FOUND, () -> registry.byId(2));
        assertCode(SchemaRegistryException.SCHEMA_NOT_FOUND, () -> registry.byId(0));
        assertCode(SchemaRegistryException.SCHEMA_NOT_FOUND, () -> registry.byId(Integer.MIN_VALUE));
        assertCode(SchemaRegistryException.SUBJECT_NOT_FOUND, () -> registry.latest("b-value"));
        assertCode(SchemaRegistryException.SUBJECT_NOT_FOUND, () -> registry.idOf("b-value", Schemas.V1));
        assertCode(SchemaRegistryException.SCHEMA_NOT_FOUND, () -> registry.idOf("a-value", Schemas.V2));
    }

    @Test
    void looksUpWithoutRegistering() {
        assertThatThrownBy(() -> registry.idOf("a-value", Schemas.V1)).isInstanceOf(SchemaRegistryException.class);

        assertThat(registry.subjects()).isEmpty();
        assertThat(file).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"schemas\":[\"nonsense\"],\"subjects\":{}}",
                "{\"schemas\":[],\"subjects\":{\"a\":[1]}}"
            })
    void refusesADamagedFileRatherThanGiveIdsAnew(String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);

        assertThatThrownBy(() -> EmbeddedSchemaRegistry.open(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void ignoresWhatACrashLeftHalfWritten() throws IOException {
        registry.register("a-value", Schemas.V1);
        Files.writeString(file.resolveSibling("schemas.json.new"), "{\"schemas\":[");

        EmbeddedSchemaRegistry restarted = EmbeddedSchemaRegistry.open(file);

        assertThat(restarted.register("a-value", Schemas.V2)).isEqualTo(2);
    }

    @Test
    void isSafeForManyThreads() {
        IntStream.range(0, 64).parallel().forEach(i -> registry.register("subject-" + i % 8, record(i % 16)));

        assertThat(IntStream.range(0, 16).map(i -> registry.idOf("subject-" + i % 8, record(i))))
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).isBetween(1, 16));
    }

    private static Schema record(int number) {
        return SchemaBuilder.record("Event")
                .fields()
                .name("field" + number)
                .type()
                .longType()
                .longDefault(0)
                .endRecord();
    }

    private static void assertCode(int code, Runnable question) {
        assertThatThrownBy(question::run)
                .isInstanceOfSatisfying(
                        SchemaRegistryException.class,
                        e -> assertThat(e.errorCode()).isEqualTo(code));
    }
}
