/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jwt.JWTClaimsSet;
import io.weir.model.Principal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tokens whose signature was found to be right, by their SHA-256: a client sends the same one with every request, and the same
 * bytes under the same key have the same signature. Whatever can change (whether the issuer still has the key, the times) is not
 * remembered but asked anew. Bounded; the token itself is not kept.
 */
final class VerifiedTokens {
    private static final int MOST = 4096;

    /**
     * @param matcher finds the key that the token names
     * @param key the one that verified the signature
     */
    record Verified(JWKMatcher matcher, JWK key, JWTClaimsSet claims, Principal principal) {

        boolean isSignedByOneOf(List<JWK> keys) {
            return keys.contains(key);
        }
    }

    private final Map<ByteBuffer, Verified> byDigest = new LinkedHashMap<>(16, 0.75F, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Verified> eldest) {
            return size() > MOST;
        }
    };

    /** What identifies the token here. */
    static ByteBuffer digest(String token) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /** Null where it is not known. */
    Verified get(ByteBuffer digest) {
        synchronized (byDigest) {
            return byDigest.get(digest);
        }
    }

    void put(ByteBuffer digest, Verified verified) {
        synchronized (byDigest) {
            byDigest.put(digest, verified);
        }
    }
}
