/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import static com.nimbusds.jose.JWSAlgorithm.RS256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.weir.model.Principal;
import java.time.Duration;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyRotationTest {

    private static final RSAKey OLD = rsa("old");
    private static final RSAKey NEW = rsa("new");

    private final MutableClock clock = new MutableClock();
    private final TestIssuer issuer = new TestIssuer(clock, OLD);
    private final OidcSettings settings = OidcSettings.of(TestIssuer.ISSUER, TestIssuer.AUDIENCE);
    private final OidcTokenVerifier verifier = new OidcTokenVerifier(settings, issuer, clock);

    @Test
    void fetchesOnceForManyTokens() {
        // Given // When
        for (int i = 0; i < 100; i++) {
            verify(OLD);
        }

        // Then
        assertThat(issuer.fetches).hasValue(1);
    }

    @Test
    void findsANewKeyWhenATokenNamesIt() {
        // Given
        verify(OLD);
        issuer.publish(OLD, NEW);
        clock.advance(settings.retryAfter());

        // When
        verify(NEW);

        // Then
        assertThat(issuer.fetches).hasValue(2);
    }

    @Test
    void doesNotHammerTheIssuerForMadeUpKeyIds() {
        // Given
        verify(OLD);
        clock.advance(settings.retryAfter());

        // When
        for (int i = 0; i < 100; i++) {
            RSAKey madeUp = new RSAKey.Builder(NEW).keyID("made-up-" + i).build();
            assertThat(failure(madeUp)).isInstanceOf(InvalidTokenException.class);
        }

        // Then
        assertThat(issuer.fetches).hasValue(2);
    }

    @Test
    void refreshesInTheBackgroundAndForgetsWithdrawnKeys() {
        // Given
        verify(OLD);
        issuer.publish(NEW);
        clock.advance(settings.refreshAfter().plusSeconds(1));

        // When
        verify(OLD);

        // Then
        assertThat(issuer.fetches).hasValue(2);
        clock.advance(settings.retryAfter());
        assertThat(failure(OLD)).isInstanceOf(InvalidTokenException.class);
    }

    @Test
    void judgesATokenThatItHasSeenByTheKeysOfToday() {
        // Given
        String token = TestIssuer.sign(
                OLD,
                RS256,
                issuer.claims()
                        .expirationTime(Date.from(clock.instant().plus(Duration.ofDays(30))))
                        .build());
        assertThat(principal(token).subject()).isEqualTo("alice");

        // When
        issuer.publish(new RSAKey.Builder(NEW).keyID(OLD.getKeyID()).build());
        clock.advance(settings.refreshAfter().plusSeconds(1));
        assertThat(principal(token).subject()).isEqualTo("alice");
        clock.advance(settings.retryAfter());

        // Then
        assertThat(failure(token)).hasMessageContaining("signature is wrong");
    }

    @Test
    void judgesATokenThatItHasSeenByTheTimeOfNow() {
        // Given
        String token = TestIssuer.sign(OLD, RS256, issuer.claims().build());
        assertThat(principal(token).subject()).isEqualTo("alice");

        // When
        clock.advance(Duration.ofMinutes(5).plus(settings.skew()));

        // Then
        assertThat(failure(token)).hasMessageContaining("expired");
        String forged = token.substring(0, token.length() - 8) + "AAAAAAAA";
        assertThat(failure(forged)).hasMessageContaining("signature is wrong");
    }

    @Test
    void outlivesAnOutageOfTheIssuerButNotForEver() {
        // Given
        verify(OLD);
        issuer.down(true);

        // When
        clock.advance(settings.outage().minusSeconds(1));
        verify(OLD);
        Throwable unknown = failure(NEW);
        clock.advance(Duration.ofSeconds(2).plus(settings.retryAfter()));
        Throwable tooLong = failure(OLD);

        // Then
        assertThat(unknown).isInstanceOf(InvalidTokenException.class);
        assertThat(tooLong).isInstanceOf(KeysUnavailableException.class);
    }

    @Test
    void recoversWhenTheIssuerComesBack() {
        // Given
        issuer.down(true);
        assertThat(failure(OLD)).isInstanceOf(KeysUnavailableException.class);
        assertThat(verifier.whyNotReady()).isPresent();
        issuer.down(false);

        // When
        Throwable tooSoon = failure(OLD);
        clock.advance(settings.retryAfter());

        // Then
        assertThat(tooSoon).isInstanceOf(KeysUnavailableException.class);
        verify(OLD);
        assertThat(verifier.whyNotReady()).isEmpty();
    }

    @Test
    void fetchesOnceForTokensThatComeAtTheSameTime() {
        // Given
        CompletableFuture<JWKSet> slow = new CompletableFuture<>();
        AtomicInteger fetches = new AtomicInteger();
        KeySource source = () -> {
            fetches.incrementAndGet();
            return slow;
        };
        OidcTokenVerifier waiting = new OidcTokenVerifier(settings, source, clock);
        String token = TestIssuer.sign(OLD, RS256, issuer.claims().build());

        // When
        var first = waiting.verify(token).toCompletableFuture();
        var second = waiting.verify(token).toCompletableFuture();
        boolean blocked = first.isDone() || second.isDone();
        slow.complete(new JWKSet(OLD.toPublicJWK()));

        // Then
        assertThat(blocked).isFalse();
        assertThat(first.join().subject()).isEqualTo("alice");
        assertThat(second.join().subject()).isEqualTo("alice");
        assertThat(fetches).hasValue(1);
    }

    private void verify(RSAKey key) {
        String token = TestIssuer.sign(key, RS256, issuer.claims().build());
        assertThat(principal(token).subject()).isEqualTo("alice");
    }

    private Principal principal(String token) {
        return verifier.verify(token).toCompletableFuture().join();
    }

    private Throwable failure(RSAKey key) {
        return failure(TestIssuer.sign(key, RS256, issuer.claims().build()));
    }

    private Throwable failure(String token) {
        return catchThrowable(() -> verifier.verify(token).toCompletableFuture().join())
                .getCause();
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
