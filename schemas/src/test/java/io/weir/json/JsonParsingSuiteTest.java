/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The texts of JSONTestSuite (https://github.com/nst/JSONTestSuite), where they are at hand: in {@code json} under the
 * directory that the environment variable WEIR_TEST_DATA names, or under {@code ../shared/data} beside the repository.
 */
class JsonParsingSuiteTest {
    /** Valid by RFC 8259, but with two properties of one name, which RFC 8785 excludes (section 3.1, I-JSON). */
    private static final Set<String> NOT_I_JSON =
            Set.of("y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json");

    @TestFactory
    Stream<DynamicTest> acceptsAndRefuses() throws IOException {
        Path directory = Path.of(
                        Optional.ofNullable(System.getenv("WEIR_TEST_DATA")).orElse("../../shared/data"))
                .resolve("json");
        assumeTrue(Files.isDirectory(directory), "the JSON texts are not here");
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
        }
    }

    private static void check(Path file) {
        byte[] json = read(file);
        String name = file.getFileName().toString();
        if (name.startsWith("y_") && !NOT_I_JSON.contains(name)) {
            byte[] canonical = CanonicalJson.canonicalize(json);
            assertThat(CanonicalJson.canonicalize(canonical)).isEqualTo(canonical);
        } else if (name.startsWith("i_")) {
            assertThat(isCanonicalOrRefused(json)).isTrue();
        } else {
            assertThatThrownBy(() -> CanonicalJson.canonicalize(json)).isInstanceOf(CanonicalJsonException.class);
        }
    }

    private static boolean isCanonicalOrRefused(byte[] json) {
        try {
            return CanonicalJson.canonicalize(json).length > 0;
        } catch (CanonicalJsonException e) {
            return true;
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
