/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import static com.nimbusds.jose.JWSAlgorithm.ES256;
import static com.nimbusds.jose.JWSAlgorithm.HS256;
import static com.nimbusds.jose.JWSAlgorithm.PS256;
import static com.nimbusds.jose.JWSAlgorithm.RS256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.weir.model.Principal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class OidcTokenVerifierTest {

    private static final RSAKey RSA = rsa("rsa-1");
    private static final RSAKey OTHER_RSA = rsa("rsa-2");
    private static final ECKey EC = ec();

    private final MutableClock clock = new MutableClock();
    private final TestIssuer issuer = new TestIssuer(clock, RSA, EC);
    private final OidcSettings settings = OidcSettings.of(TestIssuer.ISSUER, TestIssuer.AUDIENCE);
    private final OidcTokenVerifier verifier = new OidcTokenVerifier(settings, issuer, clock);

    @Test
    void tellsWhoTheCallerIs() {
        // Given
        JWTClaimsSet claims = issuer.claims()
                .claim("preferred_username", "Alice Liddell")
                .claim("groups", List.of("analysts", "analysts", 7))
                .claim("azp", "inspector")
                .build();

        // When
        Principal principal = verify(TestIssuer.sign(RSA, RS256, claims));

        // Then
        assertThat(principal.subject()).isEqualTo("alice");
        assertThat(principal.name()).isEqualTo("Alice Liddell");
        assertThat(principal.groups()).containsExactly("analysts");
        assertThat(principal.clientId()).isEqualTo("inspector");
        assertThat(principal.issuer()).isEqualTo(TestIssuer.ISSUER);
        assertThat(principal.onBehalfOf()).isEmpty();
    }

    @Test
    void tellsAnActorFromTheOneItActsFor() {
        // Given
        JWTClaimsSet claims = issuer.claims()
                .claim("azp", "portal")
                .claim("act", Map.of("sub", "agent-7"))
                .build();

        // When
        Principal principal = verify(TestIssuer.sign(RSA, RS256, claims));

        // Then
        assertThat(principal.subject()).isEqualTo("alice");
        assertThat(principal.onBehalfOf()).contains("alice");
        assertThat(principal.clientId()).isEqualTo("agent-7");
    }

    @Test
    void findsGroupsInNestedClaimsAndInClaimsWithDots() {
        // Given
        OidcTokenVerifier nested = new OidcTokenVerifier(withGroups("realm_access.roles"), issuer, clock);
        OidcTokenVerifier dotted = new OidcTokenVerifier(withGroups("https://weir.example/groups"), issuer, clock);
        JWTClaimsSet claims = issuer.claims()
                .claim("realm_access", Map.of("roles", List.of("approvers")))
                .claim("https://weir.example/groups", "auditors")
                .build();
        String token = TestIssuer.sign(RSA, RS256, claims);

        // When // Then
        assertThat(nested.verify(token).toCompletableFuture().join().groups()).containsExactly("approvers");
        assertThat(dotted.verify(token).toCompletableFuture().join().groups()).containsExactly("auditors");
        assertThat(verify(token).groups()).isEmpty();
    }

    @Test
    void acceptsEveryFamilyOfAsymmetricAlgorithms() {
        // Given
        JWTClaimsSet claims = issuer.claims().build();

        // When // Then
        assertThat(verify(TestIssuer.sign(RSA, PS256, claims)).subject()).isEqualTo("alice");
        assertThat(verify(TestIssuer.sign(EC, ES256, claims)).subject()).isEqualTo("alice");
    }

    @Test
    void verifiesEd25519AsInTheExampleOfItsSpecification() throws Exception {
        // Given: RFC 8037, appendices A.2 and A.4
        var key = com.nimbusds.jose.jwk.OctetKeyPair.parse(
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}");
        String token = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
                + "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

        // When // Then
        assertThat(Signatures.verifies(com.nimbusds.jwt.SignedJWT.parse(token), key))
                .isTrue();
        String changed = token.replace("RXhhbXBsZSBvZiB", "RXhhbXBsZSBvZiA");
        assertThat(Signatures.verifies(com.nimbusds.jwt.SignedJWT.parse(changed), key))
                .isFalse();
    }

    @Test
    void acceptsTokensWithoutKeyIdAndOfTheTypesOfAccessTokens() {
        // Given
        JWTClaimsSet claims = issuer.claims().build();

        // When // Then
        assertThat(verify(TestIssuer.sign(RSA, new JWSHeader(RS256), claims)).subject())
                .isEqualTo("alice");
        for (String type : List.of("JWT", "at+jwt", "application/at+jwt")) {
            assertThat(verify(TestIssuer.sign(RSA, typed(type), claims)).subject())
                    .isEqualTo("alice");
        }
        assertRefused(TestIssuer.sign(RSA, typed("logout+jwt"), claims), "another type");
    }

    @Test
    void refusesUnsignedTokens() {
        // Given
        String none = new PlainJWT(issuer.claims().build()).serialize();
        String[] good = TestIssuer.sign(RSA, RS256, issuer.claims().build()).split("\\.", -1);

        // When // Then
        assertRefused(none, "not a signed JWT");
        assertRefused(encode("{\"alg\":\"none\"}") + "." + good[1] + "." + good[2], "not a signed JWT");
        assertRefused(good[0] + "." + good[1] + ".", "not a signed JWT");
        assertRefused("opaque", "not a signed JWT");
    }

    @Test
    void refusesThePublicKeyAsAnHmacSecret() throws JOSEException {
        // Given: algorithm confusion, in the forms that a careless verifier would fall for
        JWSHeader header = new JWSHeader.Builder(HS256).keyID("rsa-1").build();
        byte[] der = RSA.toRSAPublicKey().getEncoded();
        byte[] pem = ("-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] jwk = RSA.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);

        // When // Then
        for (byte[] secret : List.of(der, pem, jwk)) {
            String token = TestIssuer.sign(
                    new MACSigner(secret), header, issuer.claims().build());
            assertRefused(token, "algorithm that is not accepted");
        }
    }

    @Test
    void cannotBeToldToAcceptSymmetricAlgorithms() {
        // Given // When
        Throwable refused = catchThrowable(() -> new OidcSettings(
                settings.issuer(),
                settings.audiences(),
                settings.jwksUri(),
                Set.of(RS256, HS256),
                settings.skew(),
                "groups",
                settings.refreshAfter(),
                settings.retryAfter(),
                settings.outage()));

        // Then
        assertThat(refused).hasMessageContaining("asymmetric");
    }

    @Test
    void refusesKeysThatAreOthersOrForSomethingElse() {
        // Given
        JWTClaimsSet claims = issuer.claims().build();
        RSAKey stolenName = new RSAKey.Builder(OTHER_RSA).keyID("rsa-1").build();
        RSAKey forEncryption =
                new RSAKey.Builder(rsa("enc")).keyUse(KeyUse.ENCRYPTION).build();
        issuer.publish(RSA, forEncryption);

        // When // Then
        assertRefused(TestIssuer.sign(stolenName, RS256, claims), "signature is wrong");
        assertRefused(TestIssuer.sign(OTHER_RSA, RS256, claims), "a key that the issuer does not have");
        RSAKey signing = new RSAKey.Builder(forEncryption).keyUse(null).build();
        assertRefused(TestIssuer.sign(signing, RS256, claims), "a key that the issuer does not have");
    }

    @Test
    void refusesChangedClaims() {
        // Given
        String[] parts = TestIssuer.sign(RSA, RS256, issuer.claims().build()).split("\\.", -1);
        String admin = encode(
                issuer.claims().claim("groups", List.of("weir-admins")).build().toString());

        // When // Then
        assertRefused(parts[0] + "." + admin + "." + parts[2], "signature is wrong");
    }

    @Test
    void refusesTokensOfOrForOthers() {
        // Given // When // Then
        assertRefusedClaims(issuer.claims().issuer("https://issuer.example/"), "another issuer");
        assertRefusedClaims(issuer.claims().issuer(null), "another issuer");
        assertRefusedClaims(issuer.claims().audience("other"), "another audience");
        assertRefusedClaims(issuer.claims().audience(List.of()), "another audience");
        assertRefusedClaims(issuer.claims().subject(null), "no subject");
        assertRefusedClaims(issuer.claims().subject(" "), "no subject");
        JWTClaimsSet forSeveral =
                issuer.claims().audience(List.of("other", "weir")).build();
        assertThat(verify(TestIssuer.sign(RSA, RS256, forSeveral)).subject()).isEqualTo("alice");
    }

    @Test
    void refusesTokensOutsideTheirTimeButAllowsForSkew() {
        // Given
        Duration skew = settings.skew();

        // When // Then
        assertRefusedClaims(issuer.claims().expirationTime(null), "no expiry");
        assertRefusedClaims(issuer.claims().expirationTime(in(skew.negated())), "expired");
        assertRefusedClaims(issuer.claims().notBeforeTime(in(skew.plusSeconds(1))), "not valid yet");
        JWTClaimsSet nearly = issuer.claims()
                .expirationTime(in(skew.minusSeconds(1).negated()))
                .notBeforeTime(in(skew))
                .build();
        assertThat(verify(TestIssuer.sign(RSA, RS256, nearly)).subject()).isEqualTo("alice");
    }

    @Test
    void refusesCriticalHeadersAndOverlongTokens() {
        // Given
        JWSHeader critical = new JWSHeader.Builder(RS256)
                .keyID("rsa-1")
                .criticalParams(Set.of("exp"))
                .customParam("exp", 1)
                .build();

        // When // Then
        assertRefused(TestIssuer.sign(RSA, critical, issuer.claims().build()), "critical");
        assertRefusedClaims(issuer.claims().claim("padding", "x".repeat(16 * 1024)), "too long");
    }

    @Test
    void neverEchoesTheToken() {
        // Given
        String token = TestIssuer.sign(OTHER_RSA, RS256, issuer.claims().build());

        // When
        Throwable refused = catchThrowable(() -> verify(token));

        // Then
        assertThat(refused).hasMessageNotContaining(token).hasMessageNotContaining("alice");
    }

    private Principal verify(String token) {
        return verifier.verify(token).toCompletableFuture().join();
    }

    private void assertRefusedClaims(JWTClaimsSet.Builder claims, String why) {
        assertRefused(TestIssuer.sign(RSA, RS256, claims.build()), why);
    }

    private void assertRefused(String token, String why) {
        assertThat(catchThrowable(() -> verify(token)))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(InvalidTokenException.class)
                .hasMessageContaining(why);
    }

    private Date in(Duration duration) {
        return Date.from(clock.instant().plus(duration));
    }

    private OidcSettings withGroups(String claim) {
        return new OidcSettings(
                settings.issuer(),
                settings.audiences(),
                settings.jwksUri(),
                settings.algorithms(),
                settings.skew(),
                claim,
                settings.refreshAfter(),
                settings.retryAfter(),
                settings.outage());
    }

    private static JWSHeader typed(String type) {
        return new JWSHeader.Builder(RS256).type(new JOSEObjectType(type)).build();
    }

    private static String encode(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ECKey ec() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
