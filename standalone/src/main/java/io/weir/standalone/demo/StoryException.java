/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.demo;

/** The story did not go as it is told. */
public final class StoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoryException(String message) {
        super(message);
    }
}
