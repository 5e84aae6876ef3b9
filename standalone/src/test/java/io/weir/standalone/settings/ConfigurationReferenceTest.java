/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.service.config.ConfigReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Holds docs/configuration.md against the code; run with -Dweir.write.docs=true to write it anew. */
class ConfigurationReferenceTest {

    private static final Path REFERENCE = Path.of("..", "docs", "configuration.md");

    @Test
    void isInStepWithTheCode() throws IOException {
        // Given
        String generated = ConfigReference.document(ServiceDefinitions.byName());

        // When
        if (Boolean.getBoolean("weir.write.docs")) {
            Files.createDirectories(REFERENCE.getParent());
            Files.writeString(REFERENCE, generated);
        }

        // Then
        assertThat(REFERENCE)
                .as("write it anew: mvn -pl standalone test -Dtest=ConfigurationReferenceTest"
                        + " -Dweir.write.docs=true")
                .hasContent(generated);
    }
}
