/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.jsonrpc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Well-formed UTF-8 (Unicode 15, table 3-7): no overlong forms, no surrogates, nothing above U+10FFFF; and no NUL, which no
 * JSON text contains and which would let a parser take the text for UTF-16.
 */
final class Utf8 {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;

    private Utf8() {}

    /** Whether all of the text is well-formed. */
    static boolean isValid(byte[] text) {
        int i = 0;
        while (i < text.length) {
            if (i + Long.BYTES <= text.length && isPlainAscii((long) LONG.get(text, i))) {
                i += Long.BYTES;
                continue;
            }
            int length = sequenceLength(text, i);
            if (length == 0) {
                return false;
            }
            i += length;
        }
        return true;
    }

    private static boolean isPlainAscii(long eight) {
        boolean ascii = (eight & HIGH_BITS) == 0;
        // The classic zero-byte test; exact once the high bits are known to be clear.
        return ascii && ((eight - ONES) & HIGH_BITS) == 0;
    }

    private static int sequenceLength(byte[] text, int at) {
        int lead = text[at] & 0xFF;
        if (lead < 0x80) {
            return lead == 0 ? 0 : 1;
        }
        if (lead >= 0xC2 && lead <= 0xDF) {
            return isContinuation(text, at + 1, 0x80, 0xBF) ? 2 : 0;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            int low = lead == 0xE0 ? 0xA0 : 0x80;
            int high = lead == 0xED ? 0x9F : 0xBF;
            return isContinuation(text, at + 1, low, high) && isContinuation(text, at + 2, 0x80, 0xBF) ? 3 : 0;
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            int low = lead == 0xF0 ? 0x90 : 0x80;
            int high = lead == 0xF4 ? 0x8F : 0xBF;
            return isContinuation(text, at + 1, low, high)
                            && isContinuation(text, at + 2, 0x80, 0xBF)
                            && isContinuation(text, at + 3, 0x80, 0xBF)
                    ? 4
                    : 0;
        }
        return 0;
    }

    private static boolean isContinuation(byte[] text, int at, int low, int high) {
        if (at >= text.length) {
            return false;
        }
        int value = text[at] & 0xFF;
        return value >= low && value <= high;
    }
}
