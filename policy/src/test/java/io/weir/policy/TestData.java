/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Public test data that is not part of this project; a test that needs it is skipped where it is absent. */
public final class TestData {

    private TestData() {}

    /** The path of a file or folder in WEIR_TEST_DATA, or in shared/data next to the repository. */
    public static Path path(String name) {
        Path path = root().resolve(name);
        assumeTrue(Files.exists(path), () -> "skipped: no test data at " + path + "; set WEIR_TEST_DATA");
        return path;
    }

    private static Path root() {
        String variable = System.getenv("WEIR_TEST_DATA");
        if (variable != null) {
            return Path.of(variable);
        }
        Path repository = Path.of("").toAbsolutePath();
        while (repository.getParent() != null && !Files.exists(repository.resolve("license-header.txt"))) {
            repository = repository.getParent();
        }
        return repository.resolveSibling("shared").resolve("data");
    }
}
