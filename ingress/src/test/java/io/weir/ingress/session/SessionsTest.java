/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weir.model.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final byte[] KEY = new byte[32];
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");
    private static final Principal ALICE = principal("alice");
    private static final Principal BOB = principal("bob");

    private final Sessions sessions = sessions(KEY, NOW);

    @Test
    void aTokenIsVisibleAsciiAndTellsNothing() {
        Session session = open();

        assertThat(session.token()).matches("[\\x21-\\x7E]+").doesNotContain("alice", "upstream-7");
        assertThat(new String(
                        Base64.getUrlDecoder().decode(session.token()), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("alice", "upstream-7");
    }

    @Test
    void anotherProcessWithTheSameKeyServesTheSession() {
        // Given
        Session opened = open();

        // When
        Optional<Session> found = sessions(KEY, NOW).find(opened.token(), ALICE, "bank");

        // Then
        assertThat(found).hasValueSatisfying(session -> {
            assertThat(session.id()).isEqualTo("audit-1");
            assertThat(session.protocolVersion()).isEqualTo("2025-11-25");
            assertThat(session.upstream().sessionId()).isEqualTo("upstream-7");
        });
    }

    @Test
    void itIsTheSameSessionEachTimeInOneProcess() {
        String token = open().token();

        assertThat(sessions.find(token, ALICE, "bank")).isEqualTo(sessions.find(token, ALICE, "bank"));
    }

    @Test
    void nobodyElseMayUseItNorOnAnotherConnection() {
        String token = open().token();

        assertThat(sessions.find(token, BOB, "bank")).isEmpty();
        assertThat(sessions.find(token, ALICE, "other")).isEmpty();
        assertThat(sessions(KEY, NOW).find(token, BOB, "bank")).isEmpty();
    }

    @Test
    void whatIsForgedAlteredOrSealedWithAnotherKeyIsNoSession() {
        // Given
        String token = open().token();
        byte[] bytes = Base64.getUrlDecoder().decode(token);
        bytes[20] ^= 1;
        String altered = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;

        // When, Then
        assertThat(sessions.find(altered, ALICE, "bank")).isEmpty();
        assertThat(sessions.find(token.substring(0, 30), ALICE, "bank")).isEmpty();
        assertThat(sessions.find("made-up", ALICE, "bank")).isEmpty();
        assertThat(sessions.find("not base64 !", ALICE, "bank")).isEmpty();
        assertThat(sessions.find("A".repeat(100_000), ALICE, "bank")).isEmpty();
        assertThat(sessions(otherKey, NOW).find(token, ALICE, "bank")).isEmpty();
    }

    @Test
    void anOldSessionHasEnded() {
        String token = open().token();

        assertThat(sessions(KEY, NOW.plus(Duration.ofHours(1))).find(token, ALICE, "bank"))
                .isPresent();
        assertThat(sessions(KEY, NOW.plus(Duration.ofHours(1)).plusMillis(1)).find(token, ALICE, "bank"))
                .isEmpty();
    }

    @Test
    void aClosedSessionHasEnded() {
        // Given
        Session session = open();

        // When
        sessions.close(session);

        // Then
        assertThat(sessions.find(session.token(), ALICE, "bank")).isEmpty();
    }

    @Test
    void whatIsRememberedIsBoundedAndWhatIsForgottenIsReadAgain() {
        // Given
        String first = open().token();

        // When
        for (int i = 0; i < 25_000; i++) {
            open();
        }

        // Then
        assertThat(sessions.find(first, ALICE, "bank")).isPresent();
    }

    @Test
    void aKeyOfAnotherLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sessions(new byte[20], NOW))
                .withMessageContaining("session.key");
    }

    private Session open() {
        return sessions.open("audit-1", ALICE, "bank", "upstream-7", "2025-11-25", false);
    }

    private static Sessions sessions(byte[] key, Instant now) {
        return new Sessions(key, Duration.ofHours(1), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Principal principal(String subject) {
        return new Principal(subject, subject, List.of(), "client", "https://issuer.test", Optional.empty());
    }
}
