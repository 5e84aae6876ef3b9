/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.weir.model.Principal;
import io.weir.service.identity.VerifiedTokens.Verified;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Verifies JWT access tokens of an OpenID Connect issuer (RFC 9068, leniently; RFC 8725).
 *
 * <p>In this order: the form; the algorithm, against a list of asymmetric ones, so that neither {@code none} nor a
 * public key used as an HMAC secret gets further; the key, which must fit the algorithm; the signature; and only then
 * what the claims say.
 */
public final class OidcTokenVerifier implements TokenVerifier {

    private static final int MAX_TOKEN_CHARS = 16 * 1024;
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt");

    private final OidcSettings settings;
    private final KeyRing keys;
    private final Claims claims;
    private final VerifiedTokens verified = new VerifiedTokens();
    private final Clock clock;

    OidcTokenVerifier(OidcSettings settings, KeySource source, Clock clock) {
        this.settings = settings;
        this.keys = new KeyRing(source, settings, clock);
        this.claims = new Claims(settings);
        this.clock = clock;
    }

    /** A verifier whose first fetch of the issuer's keys is under way. */
    public static OidcTokenVerifier start(OidcSettings settings) {
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        KeySource source = new HttpKeySource(http, settings.issuer(), settings.jwksUri());
        OidcTokenVerifier verifier = new OidcTokenVerifier(settings, source, Clock.systemUTC());
        verifier.keys.refresh();
        return verifier;
    }

    /** Why tokens cannot be verified now, if so; for {@link io.weir.service.http.Readiness}. */
    public Optional<String> whyNotReady() {
        if (keys.isReady()) {
            return Optional.empty();
        }
        keys.refresh();
        return Optional.of("The keys of the issuer " + settings.issuer() + " have not been fetched");
    }

    @Override
    public CompletionStage<Principal> verify(String token) {
        try {
            checkLength(token);
            ByteBuffer digest = VerifiedTokens.digest(token);
            Verified known = verified.get(digest);
            if (known == null) {
                return verifySignature(token, digest);
            }
            return keys.find(known.matcher()).thenCompose(found -> {
                if (!known.isSignedByOneOf(found)) {
                    return verifySignature(token, digest);
                }
                claims.check(known.claims(), clock.instant());
                return CompletableFuture.completedStage(known.principal());
            });
        } catch (InvalidTokenException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private CompletionStage<Principal> verifySignature(String token, ByteBuffer digest) {
        SignedJWT signed = parse(token);
        JWKMatcher matcher = JWKMatcher.forJWSHeader(signed.getHeader());
        return keys.find(matcher).thenApply(found -> {
            Verified accepted = accept(signed, matcher, found);
            verified.put(digest, accepted);
            return accepted.principal();
        });
    }

    private static void checkLength(String token) {
        if (token.length() > MAX_TOKEN_CHARS) {
            throw new InvalidTokenException("The token is too long");
        }
    }

    private SignedJWT parse(String token) {
        SignedJWT signed;
        try {
            signed = SignedJWT.parse(token);
        } catch (ParseException | IllegalArgumentException e) {
            throw new InvalidTokenException("The token is not a signed JWT");
        }
        checkHeader(signed.getHeader());
        return signed;
    }

    private void checkHeader(JWSHeader header) {
        if (!settings.algorithms().contains(header.getAlgorithm())) {
            throw new InvalidTokenException("The token is signed with an algorithm that is not accepted");
        }
        if (!isAccessToken(header.getType())) {
            throw new InvalidTokenException("The token is of another type than an access token");
        }
        if (header.getCriticalParams() != null && !header.getCriticalParams().isEmpty()) {
            throw new InvalidTokenException("The token has critical header parameters that are not understood");
        }
    }

    private static boolean isAccessToken(JOSEObjectType type) {
        if (type == null) {
            return true;
        }
        String name = type.getType().toLowerCase(Locale.ROOT);
        return TYPES.contains(name.startsWith("application/") ? name.substring("application/".length()) : name);
    }

    private Verified accept(SignedJWT signed, JWKMatcher matcher, List<JWK> found) {
        if (found.isEmpty()) {
            throw new InvalidTokenException("The token is signed with a key that the issuer does not have");
        }
        JWK key = found.stream()
                .filter(candidate -> Signatures.verifies(signed, candidate))
                .findFirst()
                .orElseThrow(() -> new InvalidTokenException("The token's signature is wrong"));
        JWTClaimsSet set;
        try {
            set = signed.getJWTClaimsSet();
        } catch (ParseException e) {
            throw new InvalidTokenException("The token's claims cannot be read");
        }
        claims.check(set, clock.instant());
        return new Verified(matcher, key, set, claims.principal(set));
    }
}
