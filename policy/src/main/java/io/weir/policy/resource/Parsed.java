/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.util.List;

/**
 * What a text of YAML documents holds.
 *
 * @param resources those that are valid, in the order of the text
 * @param problems everything that is wrong, in the order of the text; empty if all is well
 */
public record Parsed(List<Resource> resources, List<Problem> problems) {

    public Parsed {
        resources = List.copyOf(resources);
        problems = List.copyOf(problems);
    }

    /** True if there is no problem. */
    public boolean valid() {
        return problems.isEmpty();
    }
}
