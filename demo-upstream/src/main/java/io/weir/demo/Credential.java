/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The credential of a request, named without being told. */
final class Credential {

    private Credential() {}

    /** {@code none}, or the scheme and the SHA-256 of what follows it, such as {@code Bearer sha256:9f86d081…}. */
    static String describe(HttpServletRequest request) {
        String header = request.getHeader("Authorization");
        if (header == null || header.isBlank()) {
            return "none";
        }
        int space = header.indexOf(' ');
        String scheme = space < 0 ? "unknown" : header.substring(0, space);
        return scheme + " sha256:" + sha256(header.substring(space + 1).strip());
    }

    /** The SHA-256 of a text in UTF-8, in hex. */
    static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
