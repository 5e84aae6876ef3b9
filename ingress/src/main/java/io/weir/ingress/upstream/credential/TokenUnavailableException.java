/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.credential;

/** There is no access token to be had. Its text is for people, and holds nothing that a server said. */
public final class TokenUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TokenUnavailableException(String reason) {
        super("The gateway has no access token for the upstream: " + reason, null, false, false);
    }
}
