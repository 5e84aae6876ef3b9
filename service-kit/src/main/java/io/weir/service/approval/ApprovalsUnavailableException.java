/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.approval;

/** The approvals cannot be read now; a later attempt may succeed. */
public final class ApprovalsUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ApprovalsUnavailableException(String message) {
        super(message);
    }

    public ApprovalsUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
