/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.util.Objects;

/**
 * One thing that is wrong with a YAML text.
 *
 * @param line from 1, in the whole text
 * @param column from 1
 * @param path where in the document, such as {@code policy.rules[0].when}; empty for the document as a whole
 * @param message what is wrong and what is expected
 */
public record Problem(int line, int column, String path, String message) {

    public Problem {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
