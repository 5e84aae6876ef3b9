/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.util.Objects;

/** What the gateway shows to an upstream. The secret itself is read where the call is made. */
public sealed interface Credential {

    /** Where the secret is. */
    SecretSource secret();

    /** {@code Authorization: Bearer …} (RFC 6750). */
    record Bearer(SecretSource secret) implements Credential {
        public Bearer {
            Objects.requireNonNull(secret, "secret");
        }
    }

    /** A header of the given name. */
    record Header(String name, SecretSource secret) implements Credential {
        public Header {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(secret, "secret");
        }
    }
}
