/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.factories.DefaultJWSSignerFactory;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** An issuer whose keys are in the hands of the test, as is whether it can be reached. */
final class TestIssuer implements KeySource {

    static final String ISSUER = "https://issuer.example";
    static final String AUDIENCE = "weir";

    final AtomicInteger fetches = new AtomicInteger();
    private final Clock clock;
    private volatile List<JWK> published;
    private volatile boolean down;

    TestIssuer(Clock clock, JWK... keys) {
        this.clock = clock;
        this.published = List.of(keys);
    }

    void publish(JWK... keys) {
        published = List.of(keys);
    }

    void down(boolean isDown) {
        down = isDown;
    }

    @Override
    public CompletionStage<JWKSet> fetch() {
        fetches.incrementAndGet();
        return down
                ? CompletableFuture.failedStage(new IllegalStateException("connection refused"))
                : CompletableFuture.completedStage(new JWKSet(published).toPublicJWKSet());
    }

    JWTClaimsSet.Builder claims() {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("alice")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofMinutes(5))));
    }

    static String sign(JWK key, JWSAlgorithm algorithm, JWTClaimsSet claims) {
        return sign(key, new JWSHeader.Builder(algorithm).keyID(key.getKeyID()).build(), claims);
    }

    static String sign(JWK key, JWSHeader header, JWTClaimsSet claims) {
        try {
            return sign(new DefaultJWSSignerFactory().createJWSSigner(key, header.getAlgorithm()), header, claims);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static String sign(JWSSigner signer, JWSHeader header, JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(header, claims);
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
