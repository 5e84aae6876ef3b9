/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {

    @Test
    void agreesWithTheJdkOnRandomBytes() {
        Random random = new Random(20260728);
        for (int round = 0; round < 200_000; round++) {
            // Given: mostly bytes around the borders of the table, somewhere in ASCII
            byte[] text = "0123456789abcdef0123".getBytes(StandardCharsets.US_ASCII);
            int from = random.nextInt(16);
            for (int i = 0; i < 4; i++) {
                text[from + i] = (byte) (0x7E + random.nextInt(0x82));
            }

            // When, Then
            assertThat(Utf8.isValid(text)).as("round %d", round).isEqualTo(jdkAccepts(text));
        }
    }

    @Test
    void acceptsEveryCodePointAndRefusesItCutShort() {
        for (int codePoint = 1; codePoint <= Character.MAX_CODE_POINT; codePoint += codePoint < 0x3000 ? 1 : 61) {
            if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
                continue;
            }
            byte[] text = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
            assertThat(Utf8.isValid(text)).isTrue();
            if (text.length > 1) {
                assertThat(Utf8.isValid(java.util.Arrays.copyOf(text, text.length - 1)))
                        .isFalse();
            }
        }
    }

    @Test
    void refusesNulWhereverItIs() {
        for (int at = 0; at < 20; at++) {
            byte[] text = "01234567890123456789".getBytes(StandardCharsets.US_ASCII);
            text[at] = 0;
            assertThat(Utf8.isValid(text)).isFalse();
        }
    }

    private static boolean jdkAccepts(byte[] text) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
