/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.node;

/** Node or npm are not there, or npm could not bring what is needed. */
public final class NodeAbsentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NodeAbsentException(String message, Throwable cause) {
        super(message, cause);
    }
}
