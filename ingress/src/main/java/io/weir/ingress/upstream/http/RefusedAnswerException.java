/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.http;

/** An answer that is not to be read on; the message holds nothing that the upstream said. */
final class RefusedAnswerException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedAnswerException(String reason) {
        super(reason, null, false, false);
    }
}
