/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.util.Objects;

/** The value of an environment variable of a process that an agent starts. */
public sealed interface EnvironmentValue {

    /** The value itself. */
    record Literal(String text) implements EnvironmentValue {
        public Literal {
            Objects.requireNonNull(text, "text");
        }

        /** Not the text: somebody may have written a secret there. */
        @Override
        public String toString() {
            return "Literal";
        }
    }

    /** A value that is read where the agent runs. */
    record Kept(SecretSource source) implements EnvironmentValue {
        public Kept {
            Objects.requireNonNull(source, "source");
        }
    }
}
