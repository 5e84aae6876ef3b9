/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.conformance;

import java.util.Locale;

/** What the suite tests; it plays the other side. */
enum Role {
    SERVER,
    CLIENT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
