/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.conformance;

/** How client and server are connected. */
enum Way {
    DIRECT("direct"),
    THROUGH("through Weir");

    private final String label;

    Way(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
