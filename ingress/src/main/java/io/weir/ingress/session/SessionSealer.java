/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.session;

import java.io.IOException;
import java.util.Optional;

/** Seals {@link SessionClaims} into a session id of visible ASCII (MCP, "Session Management"). Thread-safe. */
final class SessionSealer {
    private final Sealer sealer;

    /**
     * @param key 16, 24 or 32 bytes
     * @throws IllegalArgumentException for any other length
     */
    SessionSealer(byte[] key) {
        this.sealer = new Sealer(key, "weir mcp session 1");
    }

    String seal(SessionClaims claims) {
        return sealer.seal(claims.toBytes(), "");
    }

    /** The claims of an id that this key sealed; empty for anything else. */
    Optional<SessionClaims> open(String token) {
        return sealer.open(token, "").flatMap(SessionSealer::read);
    }

    private static Optional<SessionClaims> read(byte[] bytes) {
        try {
            return Optional.of(SessionClaims.from(bytes));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
