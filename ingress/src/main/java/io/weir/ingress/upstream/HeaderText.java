/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Text as the value of a header: as it is where ASCII can carry it, else in base64 (MCP 2026-07-28, "Value Encoding"). */
public final class HeaderText {
    private static final String PREFIX = "=?base64?";
    private static final String SUFFIX = "?=";

    private HeaderText() {}

    /** The header's value for this text. */
    public static String encode(String text) {
        boolean padded = !text.isEmpty() && (isSpace(text.charAt(0)) || isSpace(text.charAt(text.length() - 1)));
        if (isPlain(text) && !padded && !isEncoded(text)) {
            return text;
        }
        return PREFIX + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + SUFFIX;
    }

    /** The text that a header's value stands for; empty if it is no valid value. */
    public static Optional<String> decode(String value) {
        if (!isPlain(value)) {
            return Optional.empty();
        }
        if (!isEncoded(value)) {
            return Optional.of(value);
        }
        try {
            byte[] utf8 =
                    Base64.getDecoder().decode(value.substring(PREFIX.length(), value.length() - SUFFIX.length()));
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static boolean isEncoded(String value) {
        return value.length() >= PREFIX.length() + SUFFIX.length()
                && value.startsWith(PREFIX)
                && value.endsWith(SUFFIX);
    }

    /** What a header's value may hold (RFC 9110, section 5.5), without what only old senders use. */
    private static boolean isPlain(String text) {
        return text.chars().allMatch(c -> (c >= 0x20 && c < 0x7F) || c == '\t');
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
