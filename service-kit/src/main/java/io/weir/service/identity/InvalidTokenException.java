/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

/** A token that is not to be accepted. Its message is fit for the client: it holds nothing of the token. */
public final class InvalidTokenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * A reason for the client's developer.
     *
     * @param description for {@code error_description}: printable ASCII without quotes and backslashes (RFC 6750
     *     section 3)
     */
    public InvalidTokenException(String description) {
        // No stack trace: anyone can cause these at will.
        super(description, null, false, false);
    }
}
