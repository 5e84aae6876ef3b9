/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.weir.standalone.data.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;

/**
 * The issuer's identifier and key pair, kept in two files of the data directory.
 *
 * @param issuer the identifier
 * @param rsa the private key, 2048 bits
 */
record DevIssuerKey(String issuer, RSAKey rsa) {

    private static final String KEY_FILE = "dev-issuer-key.json";
    private static final String ISSUER_FILE = "dev-issuer";

    static DevIssuerKey readOrCreate(Path directory, String issuer) throws IOException {
        return Files.exists(directory.resolve(ISSUER_FILE)) ? read(directory) : create(directory, issuer);
    }

    static DevIssuerKey read(Path directory) throws IOException {
        String issuer = Files.readString(directory.resolve(ISSUER_FILE), StandardCharsets.UTF_8)
                .strip();
        try {
            return new DevIssuerKey(issuer, RSAKey.parse(Files.readString(directory.resolve(KEY_FILE))));
        } catch (ParseException e) {
            // Without the cause, whose message may quote the file.
            throw new IOException(directory.resolve(KEY_FILE) + " is not a JSON Web Key");
        }
    }

    /** The key first: a directory with an identifier is complete. */
    private static DevIssuerKey create(Path directory, String issuer) throws IOException {
        RSAKey rsa = generate();
        PrivateFiles.write(directory.resolve(KEY_FILE), rsa.toJSONString());
        PrivateFiles.write(directory.resolve(ISSUER_FILE), issuer);
        return new DevIssuerKey(issuer, rsa);
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(2048)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .keyIDFromThumbprint(true)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("this JVM cannot make RSA keys", e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "DevIssuerKey[issuer=" + issuer + "]";
    }
}
