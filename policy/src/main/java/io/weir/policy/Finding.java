/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import java.util.Objects;

/**
 * What a rule or detector saw, and where; never the matched text.
 *
 * @param rule name of the policy rule; empty for the policy's default
 * @param entity entity type such as {@code EMAIL}; empty when the rule has only a condition, or hid items of a list
 * @param pointer JSON Pointer (RFC 6901) into the message, to the value or member that matched. A member whose name
 *     matched appears under its masked name. Of hidden items, to their list. Empty for the whole message
 * @param count number of matches or hidden items there, at least 1
 */
public record Finding(String rule, String entity, String pointer, int count) {

    public Finding {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(pointer, "pointer");
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1");
        }
    }
}
