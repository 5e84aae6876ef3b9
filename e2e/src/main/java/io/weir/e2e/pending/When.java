/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.pending;

/** When a person approves. */
enum When {
    WITHIN("while it is held"),
    AFTER("later, and it is repeated"),
    NEVER("never");

    private final String label;

    When(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
