/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.ApprovalCommand;
import io.weir.events.ApprovalRecord;
import io.weir.events.ConfigEntry;
import io.weir.events.Intake;
import io.weir.events.JournalEntry;
import io.weir.events.ToolRecord;
import io.weir.events.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaFormatter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was once released can always be read, and services of different versions understand each other.
 * {@code src/test/resources/released} has every schema as NAME-1.avsc, NAME-2.avsc, …; a change of a schema is a new file.
 */
class SchemaEvolutionTest {
    private static final Path RELEASED = Path.of("src", "test", "resources", "released");

    static Stream<Schema> events() {
        return Stream.of(
                Intake.SCHEMA$,
                Verdict.SCHEMA$,
                ApprovalCommand.SCHEMA$,
                JournalEntry.SCHEMA$,
                ConfigEntry.SCHEMA$,
                ToolRecord.SCHEMA$,
                ApprovalRecord.SCHEMA$);
    }

    @ParameterizedTest
    @MethodSource("events")
    void readsWhatEveryReleaseWrote(Schema current) throws IOException {
        for (Schema released : released(current)) {
            assertThat(incompatibilities(current, released)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void isReadByEveryRelease(Schema current) throws IOException {
        for (Schema released : released(current)) {
            assertThat(incompatibilities(released, current)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("events")
    void isOnFileAsItIsNow(Schema current) throws IOException {
        List<Schema> released = released(current);
        Schema last = released.isEmpty() ? null : released.get(released.size() - 1);
        Path next = RELEASED.resolve(current.getName() + "-" + (released.size() + 1) + ".avsc");
        Path proposal = Path.of("target", next.getFileName().toString());
        if (!current.equals(last)) {
            Files.writeString(proposal, SchemaFormatter.format("json/pretty", current) + "\n");
        }

        assertThat(last)
                .as(
                        "The schema has changed. If that is meant: cp schemas/%s schemas/%s, or over the last file there "
                                + "if that was never in a release.",
                        proposal, next)
                .isEqualTo(current);
    }

    @ParameterizedTest
    @MethodSource("events")
    void hasRoomToGrow(Schema current) {
        List<String> found = new ArrayList<>();
        inspect(current, found, new ArrayList<>());

        assertThat(found).isEmpty();
    }

    /** Undocumented fields and types, and enums that an older reader could not read a new symbol of. */
    private static void inspect(Schema schema, List<String> found, List<Schema> seen) {
        if (seen.contains(schema)) {
            return;
        }
        seen.add(schema);
        switch (schema.getType()) {
            case RECORD -> {
                require(schema.getDoc() != null, schema.getName() + " is not documented", found);
                for (Schema.Field field : schema.getFields()) {
                    String name = schema.getName() + "." + field.name();
                    require(field.doc() != null && field.doc().endsWith("."), name + " is not documented", found);
                    boolean nullable = field.schema().isNullable();
                    require(
                            !nullable || JsonProperties.NULL_VALUE.equals(field.defaultVal()),
                            name + " may be null, but is not so by default",
                            found);
                    inspect(field.schema(), found, seen);
                }
            }
            case ENUM -> {
                require(schema.getDoc() != null, schema.getName() + " is not documented", found);
                require(schema.getEnumDefault() != null, schema.getName() + " has no default symbol", found);
            }
            case ARRAY -> inspect(schema.getElementType(), found, seen);
            case MAP -> inspect(schema.getValueType(), found, seen);
            case UNION -> schema.getTypes().forEach(type -> inspect(type, found, seen));
            default -> {
                // A primitive type says nothing that could be wrong.
            }
        }
    }

    private static void require(boolean condition, String otherwise, List<String> found) {
        if (!condition) {
            found.add(otherwise);
        }
    }

    private static List<Incompatibility> incompatibilities(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities();
    }

    /** In the order of the releases. */
    private static List<Schema> released(Schema current) throws IOException {
        List<Schema> schemas = new ArrayList<>();
        Path file = RELEASED.resolve(current.getName() + "-1.avsc");
        while (Files.exists(file)) {
            schemas.add(new Schema.Parser().parse(Files.readString(file, UTF_8)));
            file = RELEASED.resolve(current.getName() + "-" + (schemas.size() + 1) + ".avsc");
        }
        return schemas;
    }
}
