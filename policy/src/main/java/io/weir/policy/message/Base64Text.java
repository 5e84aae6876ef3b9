/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Text that is hidden in base64 (RFC 4648 section 4), as MCP carries blobs. */
final class Base64Text {

    private Base64Text() {}

    /** The bytes; null if the text is not base64. */
    static byte[] decode(char[] chars, int from, int count) {
        return decode(chars, from, count, false);
    }

    /** The bytes that lenient readers take: line breaks are left out, and the alphabet for URLs is as good. */
    static byte[] decodeLeniently(char[] chars, int from, int count) {
        return decode(chars, from, count, true);
    }

    private static byte[] decode(char[] chars, int from, int count, boolean lenient) {
        byte[] ascii = new byte[count];
        int length = 0;
        for (int i = from; i < from + count; i++) {
            char c = lenient ? standard(chars[i]) : chars[i];
            if (lenient && c == ' ') {
                continue;
            }
            if (!isLegal(c)) {
                return null;
            }
            ascii[length++] = (byte) c;
        }
        try {
            return Base64.getDecoder().decode(length == count ? ascii : Arrays.copyOf(ascii, length));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static char standard(char c) {
        return switch (c) {
            case '-' -> '+';
            case '_' -> '/';
            case '\r', '\n', '\t' -> ' ';
            default -> c;
        };
    }

    private static boolean isLegal(char c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '+'
                || c == '/'
                || c == '=';
    }

    /** The text that these bytes are in UTF-8; null if they are something else. */
    static String asText(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
