/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/** Checks JWS signatures with public keys. A key of another type than the algorithm's never verifies. */
final class Signatures {

    private static final int ED25519_BYTES = 32;

    private Signatures() {}

    static boolean verifies(SignedJWT token, JWK key) {
        JWSAlgorithm algorithm = token.getHeader().getAlgorithm();
        try {
            if (key instanceof RSAKey rsa && JWSAlgorithm.Family.RSA.contains(algorithm)) {
                return token.verify(new RSASSAVerifier(rsa));
            }
            if (key instanceof ECKey ec && JWSAlgorithm.Family.EC.contains(algorithm)) {
                return token.verify(new ECDSAVerifier(ec));
            }
            if (key instanceof OctetKeyPair pair && JWSAlgorithm.Family.ED.contains(algorithm)) {
                return verifiesEd25519(token, pair);
            }
            return false;
        } catch (JOSEException | GeneralSecurityException e) {
            throw new InvalidTokenException("The token's signature cannot be checked");
        }
    }

    /** By the JDK, since Nimbus would need Tink for it (RFC 8037). */
    private static boolean verifiesEd25519(SignedJWT token, OctetKeyPair pair) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(publicKey(pair.getDecodedX()));
        signature.update(token.getSigningInput());
        return signature.verify(token.getSignature().decode());
    }

    private static PublicKey publicKey(byte[] littleEndian) throws GeneralSecurityException {
        if (littleEndian.length != ED25519_BYTES) {
            throw new GeneralSecurityException("Not an Ed25519 key");
        }
        byte[] bigEndian = new byte[ED25519_BYTES];
        for (int i = 0; i < ED25519_BYTES; i++) {
            bigEndian[i] = littleEndian[ED25519_BYTES - 1 - i];
        }
        boolean odd = bigEndian[0] < 0;
        bigEndian[0] &= 0x7F;
        EdECPoint point = new EdECPoint(odd, new BigInteger(1, bigEndian));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }
}
