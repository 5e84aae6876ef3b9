/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevIssuerTest {

    private static final DevUser ALICE = DevUser.named("alice").orElseThrow();

    @TempDir
    private Path directory;

    @Test
    void signsWhatItsPublicKeyVerifies() throws Exception {
        // Given
        DevIssuer issuer = DevIssuer.openOrCreate(directory, "http://localhost:1/dev-issuer");

        // When
        SignedJWT token = SignedJWT.parse(issuer.token(ALICE, Duration.ofMinutes(10)));

        // Then
        JWK key = jwks(issuer).getKeyByKeyId(token.getHeader().getKeyID());
        assertThat(token.verify(new RSASSAVerifier(key.toRSAKey()))).isTrue();
        assertThat(token.getJWTClaimsSet().getIssuer()).isEqualTo("http://localhost:1/dev-issuer");
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("alice");
        assertThat(token.getJWTClaimsSet().getAudience()).containsExactly(DevIssuer.AUDIENCE);
        assertThat(token.getJWTClaimsSet().getStringListClaim("groups")).isEqualTo(List.of("analysts"));
        assertThat(Duration.between(
                        token.getJWTClaimsSet().getIssueTime().toInstant(),
                        token.getJWTClaimsSet().getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void publishesNoPrivateKey() throws Exception {
        // Given
        DevIssuer issuer = DevIssuer.openOrCreate(directory, "http://localhost:1/dev-issuer");

        // When
        JWKSet jwks = jwks(issuer);

        // Then
        assertThat(jwks.containsNonPublicKeys()).isFalse();
    }

    @Test
    void keepsItsKeyAndIdentifierWhateverPortIsUsedLater() throws Exception {
        // Given
        DevIssuer first = DevIssuer.openOrCreate(directory, "http://localhost:1/dev-issuer");

        // When
        DevIssuer second = DevIssuer.openOrCreate(directory, "http://localhost:2/dev-issuer");

        // Then
        assertThat(second.issuer()).isEqualTo("http://localhost:1/dev-issuer");
        assertThat(second.jwks()).isEqualTo(first.jwks());
    }

    @Test
    void keepsItsKeyToItsOwner() throws IOException {
        // Given, When
        DevIssuer.openOrCreate(directory, "http://localhost:1/dev-issuer");

        // Then
        Path key = directory.resolve("dev-issuer-key.json");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void saysWhatToDoWhereThereIsNone() {
        assertThatThrownBy(() -> DevIssuer.open(directory))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("weir up");
    }

    @Test
    void doesNotQuoteABrokenKeyFile() throws IOException {
        // Given
        DevIssuer.openOrCreate(directory, "http://localhost:1/dev-issuer");
        Files.writeString(directory.resolve("dev-issuer-key.json"), "{\"d\": \"very-secret");

        // When, Then
        assertThatThrownBy(() -> DevIssuer.open(directory))
                .hasRootCauseMessage(directory.resolve("dev-issuer-key.json") + " is not a JSON Web Key");
    }

    private static JWKSet jwks(DevIssuer issuer) throws java.text.ParseException {
        return JWKSet.parse(new String(issuer.jwks(), StandardCharsets.UTF_8));
    }
}
