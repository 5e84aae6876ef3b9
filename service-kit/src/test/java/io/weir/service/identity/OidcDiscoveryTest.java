/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.weir.model.Principal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real OpenID Connect issuer: discovery, key set and tokens by HTTP. */
class OidcDiscoveryTest {

    private static final String REALM = "weir";

    private final MockOAuth2Server issuer = new MockOAuth2Server();

    @BeforeEach
    void start() throws Exception {
        issuer.start();
    }

    @AfterEach
    void stop() {
        issuer.shutdown();
    }

    @Test
    void findsTheKeysByDiscovery() {
        // Given
        OidcTokenVerifier verifier = OidcTokenVerifier.start(settings(REALM, Optional.empty()));

        // When
        Principal principal = verify(verifier, token(REALM, "weir", 60));

        // Then
        assertThat(principal.subject()).isEqualTo("alice");
        assertThat(principal.groups()).containsExactly("analysts");
        assertThat(verifier.whyNotReady()).isEmpty();
    }

    @Test
    void takesTheKeysFromWhereItIsTold() {
        // Given
        URI keys = issuer.jwksUrl(REALM).uri();
        OidcTokenVerifier verifier = OidcTokenVerifier.start(settings(REALM, Optional.of(keys)));

        // When
        Principal principal = verify(verifier, token(REALM, "weir", 60));

        // Then
        assertThat(principal.subject()).isEqualTo("alice");
    }

    @Test
    void refusesTokensOfAnotherRealmForAnotherAudienceAndOfYesterday() {
        // Given
        OidcTokenVerifier verifier = OidcTokenVerifier.start(settings(REALM, Optional.empty()));

        // When // Then
        for (String token :
                List.of(token("other-realm", "weir", 60), token(REALM, "other", 60), token(REALM, "weir", -86_400))) {
            assertThat(catchThrowable(() -> verify(verifier, token))).hasCauseInstanceOf(InvalidTokenException.class);
        }
    }

    @Test
    void keepsVerifyingWhileTheIssuerIsAway() {
        // Given
        OidcTokenVerifier verifier = OidcTokenVerifier.start(settings(REALM, Optional.empty()));
        String token = token(REALM, "weir", 60);
        await().until(() -> verifier.whyNotReady().isEmpty());

        // When
        issuer.shutdown();

        // Then
        assertThat(verify(verifier, token).subject()).isEqualTo("alice");
    }

    @Test
    void isNotReadyWithoutTheIssuer() {
        // Given
        String token = token(REALM, "weir", 60);
        OidcSettings settings = settings(REALM, Optional.empty());
        issuer.shutdown();

        // When
        OidcTokenVerifier verifier = OidcTokenVerifier.start(settings);

        // Then
        assertThat(catchThrowable(() -> verifyNow(verifier, token))).hasCauseInstanceOf(KeysUnavailableException.class);
        assertThat(verifier.whyNotReady()).isPresent();
    }

    @Test
    void refusesADiscoveryDocumentOfAnotherIssuer() {
        // Given: the server's own address answers for 127.0.0.1 with the name that was asked for, so ask for another
        String foreign = issuer.issuerUrl(REALM).toString().replace("localhost", "127.0.0.1") + "/";
        OidcSettings settings = OidcSettings.of(foreign, "weir");

        // When
        OidcTokenVerifier verifier = OidcTokenVerifier.start(settings);

        // Then
        assertThat(catchThrowable(() -> verifyNow(verifier, token(REALM, "weir", 60))))
                .hasCauseInstanceOf(KeysUnavailableException.class);
    }

    private OidcSettings settings(String realm, Optional<URI> keys) {
        OidcSettings defaults = OidcSettings.of(issuer.issuerUrl(realm).toString(), "weir");
        return new OidcSettings(
                defaults.issuer(),
                defaults.audiences(),
                keys,
                defaults.algorithms(),
                Duration.ofSeconds(30),
                "groups",
                defaults.refreshAfter(),
                Duration.ofMillis(50),
                defaults.outage());
    }

    private String token(String realm, String audience, long expiresInSeconds) {
        return issuer.issueToken(
                        realm,
                        "inspector",
                        new DefaultOAuth2TokenCallback(
                                realm,
                                "alice",
                                "JWT",
                                List.of(audience),
                                Map.of("groups", List.of("analysts")),
                                expiresInSeconds))
                .serialize();
    }

    private static Principal verify(OidcTokenVerifier verifier, String token) {
        await().until(() -> verifier.whyNotReady().isEmpty());
        return verifyNow(verifier, token);
    }

    private static Principal verifyNow(OidcTokenVerifier verifier, String token) {
        return verifier.verify(token).toCompletableFuture().join();
    }
}
