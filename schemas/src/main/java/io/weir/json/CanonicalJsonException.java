/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.json;

/** What was given has no canonical form. The message says why and where, and quotes nothing of it. */
public class CanonicalJsonException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    CanonicalJsonException(String message) {
        super(message);
    }
}
