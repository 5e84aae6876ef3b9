/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Signs access tokens (RS256 JWTs, RFC 9068) for the {@link DevUser}s.
 *
 * <p>The issuer identifier is that of the first start and stays with the directory, whatever port is used later: a person
 * is issuer and subject, so a new identifier would make everyone a stranger to their own sessions and approvals.
 */
public final class DevIssuer {

    /** The audience of its tokens. */
    public static final String AUDIENCE = "weir";

    private final DevIssuerKey key;
    private final Clock clock;

    private DevIssuer(DevIssuerKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /**
     * Opens the issuer of a data directory, and makes its key at the first time.
     *
     * @param directory the data directory, which exists
     * @param issuer the identifier to take when there is none yet
     * @throws UncheckedIOException when the key file cannot be read or written
     */
    public static DevIssuer openOrCreate(Path directory, String issuer) {
        try {
            return new DevIssuer(DevIssuerKey.readOrCreate(directory, issuer), Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or write the development issuer's key: " + e.getMessage(), e);
        }
    }

    /**
     * Opens the issuer of a data directory that was started before.
     *
     * @throws UncheckedIOException when there is none, or it cannot be read
     */
    public static DevIssuer open(Path directory) {
        try {
            return new DevIssuer(DevIssuerKey.read(directory), Clock.systemUTC());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "no development issuer in " + directory + ": was `weir up` started with this directory?", e);
        }
    }

    /** The issuer identifier, the {@code iss} of its tokens. */
    public String issuer() {
        return key.issuer();
    }

    /**
     * A fresh access token.
     *
     * @param validity from now; whole seconds
     */
    public String token(DevUser user, Duration validity) {
        SignedJWT token = new SignedJWT(header(), claims(user, clock.instant(), validity));
        try {
            token.sign(new RSASSASigner(key.rsa()));
        } catch (JOSEException e) {
            throw new IllegalStateException("the development issuer's key cannot sign", e);
        }
        return token.serialize();
    }

    private JWSHeader header() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.rsa().getKeyID())
                .type(new JOSEObjectType("at+jwt"))
                .build();
    }

    private JWTClaimsSet claims(DevUser user, Instant now, Duration validity) {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject(user.name())
                .audience(AUDIENCE)
                .claim("preferred_username", user.name())
                .claim("groups", user.groups())
                .claim("client_id", "weir-dev")
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(validity)))
                .build();
    }

    /** The public key as a JSON Web Key Set (RFC 7517), UTF-8. */
    public byte[] jwks() {
        RSAKey publicKey = key.rsa().toPublicJWK();
        return new JWKSet(publicKey).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What a client finds at {@code issuer/.well-known/openid-configuration}; there is no login, so it names keys only. */
    public Map<String, Object> metadata() {
        return Map.of(
                "issuer", issuer(),
                "jwks_uri", issuer() + "/jwks",
                "response_types_supported", List.of("none"),
                "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of("RS256"));
    }
}
