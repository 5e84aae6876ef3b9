/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import java.util.Set;

/**
 * What is done to a result beside masking.
 *
 * @param hidden indexes of the items that are removed from its list
 * @param onlyForCaller true if it must not be cached for others
 */
public record Shape(Set<Integer> hidden, boolean onlyForCaller) {

    /** As it came. */
    public static final Shape NONE = new Shape(Set.of(), false);

    public Shape {
        hidden = Set.copyOf(hidden);
    }
}
