/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** JSON strings as bytes (RFC 8259 section 7). */
public final class JsonText {

    private static final HexFormat HEX = HexFormat.of();

    private JsonText() {}

    /** Offset after the closing quote of the well-formed string that starts at this offset. */
    static int endOfString(byte[] json, int start) {
        if (json[start] != '"') {
            throw new IllegalStateException("no string starts there");
        }
        int index = start + 1;
        while (json[index] != '"') {
            index += json[index] == '\\' ? 2 : 1;
        }
        return index + 1;
    }

    /** Writes a string with its quotes, as UTF-8. Half a surrogate pair is escaped, since UTF-8 has no form for it. */
    public static void write(String text, ByteArrayOutputStream out) {
        StringBuilder quoted = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < 0x20 || isLoneSurrogate(text, i)) {
                quoted.append("\\u").append(HEX.toHexDigits(c));
            } else {
                quoted.append(c);
            }
        }
        out.writeBytes(quoted.append('"').toString().getBytes(StandardCharsets.UTF_8));
    }

    private static boolean isLoneSurrogate(String text, int index) {
        char c = text.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
        }
        return Character.isLowSurrogate(c) && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
    }
}
