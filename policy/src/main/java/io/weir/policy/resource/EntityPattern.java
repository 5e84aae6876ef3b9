/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.util.Objects;

/**
 * A custom entity.
 *
 * @param entity its type, {@code [A-Z][A-Z0-9_]{0,31}}; also the replacement, in brackets
 * @param regex RE2 syntax; matched anywhere in a text
 */
public record EntityPattern(String entity, String regex) {
    public EntityPattern {
        Objects.requireNonNull(entity, "entity");
        Objects.requireNonNull(regex, "regex");
    }
}
