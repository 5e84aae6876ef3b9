/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import com.nimbusds.jose.JWSAlgorithm;
import io.weir.service.config.CommonKeys;
import io.weir.service.config.ServiceConfig;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which tokens are accepted.
 *
 * @param issuer exactly the tokens' {@code iss}
 * @param audiences a token must have one of them in {@code aud}; not empty
 * @param jwksUri where the keys are, else found by discovery
 * @param algorithms accepted JWS algorithms; asymmetric ones only
 * @param skew how far clocks may be apart
 * @param groupsClaim the claim that holds the groups; dots lead into nested objects
 * @param refreshAfter age at which keys are fetched again in the background
 * @param retryAfter shortest time between two fetches
 * @param outage how long keys are used when they cannot be fetched again
 */
public record OidcSettings(
        String issuer,
        Set<String> audiences,
        Optional<URI> jwksUri,
        Set<JWSAlgorithm> algorithms,
        Duration skew,
        String groupsClaim,
        Duration refreshAfter,
        Duration retryAfter,
        Duration outage) {

    public OidcSettings {
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
        if (audiences.isEmpty()) {
            throw new IllegalArgumentException("audiences must not be empty: tokens for others would be accepted");
        }
        if (algorithms.isEmpty() || !JWSAlgorithm.Family.SIGNATURE.containsAll(algorithms)) {
            throw new IllegalArgumentException("algorithms must be asymmetric: " + algorithms);
        }
    }

    /** Accepts what the issuer made for the audience, with the defaults of {@link CommonKeys#oidc} for the rest. */
    public static OidcSettings of(String issuer, String audience) {
        return new OidcSettings(
                issuer,
                Set.of(audience),
                Optional.empty(),
                parse(List.of(
                        "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")),
                Duration.ofSeconds(30),
                "groups",
                Duration.ofMinutes(5),
                Duration.ofSeconds(10),
                Duration.ofHours(4));
    }

    /** Reads the keys of {@link CommonKeys#oidc}. */
    public static OidcSettings from(ServiceConfig config) {
        return new OidcSettings(
                config.string(CommonKeys.OIDC_ISSUER),
                new HashSet<>(config.list(CommonKeys.OIDC_AUDIENCES)),
                config.optionalString(CommonKeys.OIDC_JWKS_URI).map(URI::create),
                parse(config.list(CommonKeys.OIDC_ALGORITHMS)),
                config.millis(CommonKeys.OIDC_SKEW_MS),
                config.string(CommonKeys.OIDC_GROUPS_CLAIM),
                config.millis(CommonKeys.OIDC_REFRESH_MS),
                config.millis(CommonKeys.OIDC_RETRY_MS),
                config.millis(CommonKeys.OIDC_OUTAGE_MS));
    }

    private static Set<JWSAlgorithm> parse(List<String> names) {
        return names.stream().map(JWSAlgorithm::parse).collect(Collectors.toUnmodifiableSet());
    }
}
