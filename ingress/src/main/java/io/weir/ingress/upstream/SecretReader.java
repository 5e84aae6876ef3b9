/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

import io.weir.policy.resource.SecretSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Reads secrets where connections say they are kept. Blocks; not for I/O threads. */
final class SecretReader {
    private final Function<String, String> environment;

    SecretReader(Function<String, String> environment) {
        this.environment = environment;
    }

    /** The secret without surrounding white space; empty if it cannot be had. */
    Optional<String> read(SecretSource source) {
        String text = source instanceof SecretSource.Env env
                ? environment.apply(env.name())
                : readFile(((SecretSource.File) source).path());
        return Optional.ofNullable(text).map(String::strip).filter(secret -> !secret.isEmpty());
    }

    private static String readFile(String path) {
        try {
            return Files.readString(Path.of(path));
        } catch (IOException e) {
            // The connection is then unusable, and says so; the reason may not name what was read.
            return null;
        }
    }
}
