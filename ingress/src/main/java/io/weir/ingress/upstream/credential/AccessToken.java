/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.credential;

/**
 * An access token.
 *
 * @param value the token; a secret
 * @param staleNanos from when on it is not to be used any more, by {@link System#nanoTime()}
 */
record AccessToken(String value, long staleNanos) {

    boolean isFresh(long nowNanos) {
        return staleNanos - nowNanos > 0;
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "AccessToken";
    }
}
