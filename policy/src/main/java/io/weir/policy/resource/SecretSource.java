/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.util.Objects;

/** Where a secret is kept; never the secret. */
public sealed interface SecretSource {

    /** An environment variable of the process that calls the upstream. */
    record Env(String name) implements SecretSource {
        public Env {
            Objects.requireNonNull(name, "name");
        }
    }

    /** A file that this process can read; white space around its text is not part of the secret. */
    record File(String path) implements SecretSource {
        public File {
            Objects.requireNonNull(path, "path");
        }
    }
}
