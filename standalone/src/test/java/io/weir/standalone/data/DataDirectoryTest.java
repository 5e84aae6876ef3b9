/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    @TempDir
    private Path temporary;

    @Test
    void belongsToOneInstanceAtATime() {
        // Given
        Path path = temporary.resolve("data");
        DataDirectory first = DataDirectory.take(path);

        // When, Then
        assertThatThrownBy(() -> DataDirectory.take(path))
                .isInstanceOf(DirectoryInUseException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining("process " + ProcessHandle.current().pid())
                .hasMessageContaining("--data DIR");

        // When given back, Then it can be taken again
        first.close();
        try (DataDirectory second = DataDirectory.take(path)) {
            assertThat(second.path()).isEqualTo(path);
        }
    }

    @Test
    void isForItsOwnerOnly() throws IOException {
        // Given
        Path path = temporary.resolve("made/by/weir");

        // When
        try (DataDirectory directory = DataDirectory.take(path)) {
            // Then
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.path())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void tellsWhereItsInstanceAnswersWhileItIsUp() {
        // Given
        URI uri = URI.create("http://127.0.0.1:8080");
        assertThat(DataDirectory.addressOf(temporary)).isEmpty();

        // When
        try (DataDirectory directory = DataDirectory.take(temporary)) {
            directory.publishAddress(uri, "localhost:9092");

            // Then
            assertThat(DataDirectory.addressOf(temporary)).contains(uri);
            assertThat(DataDirectory.brokersOf(temporary)).contains("localhost:9092");
        }
        assertThat(DataDirectory.addressOf(temporary)).isEmpty();
        assertThat(DataDirectory.brokersOf(temporary)).isEmpty();
    }
}
