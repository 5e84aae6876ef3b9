/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.child;

import java.util.Arrays;

/**
 * Cuts a stream of bytes into lines, whatever pieces it comes in. Characters are never looked at: no byte of a longer one in UTF-8 is a
 * line end. A line that is too long is dropped up to its end. Not thread-safe.
 */
final class LineFramer {

    /** Hears of lines. */
    interface Listener {
        /** A line without its end, {@code LF} or {@code CRLF}. */
        void line(byte[] line);

        /** A line was longer than the bound. */
        void tooLong();
    }

    private static final int FIRST_BYTES = 8 << 10;

    private final int maxBytes;
    private final Listener listener;
    private byte[] line = new byte[FIRST_BYTES];
    private int length;
    private boolean dropping;

    /** @param maxBytes longest line, without its end */
    LineFramer(int maxBytes, Listener listener) {
        this.maxBytes = maxBytes;
        this.listener = listener;
    }

    void feed(byte[] bytes, int count) {
        int start = 0;
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                take(bytes, start, i);
                end();
                start = i + 1;
            }
        }
        take(bytes, start, count);
    }

    private void take(byte[] bytes, int from, int to) {
        int more = to - from;
        // One byte more, for a CR that is no part of the line.
        if (dropping || more > maxBytes + 1 - length) {
            dropping = dropping || more > 0;
            return;
        }
        if (length + more > line.length) {
            line = Arrays.copyOf(line, Math.min(maxBytes + 1, Math.max(2 * line.length, length + more)));
        }
        System.arraycopy(bytes, from, line, length, more);
        length += more;
    }

    private void end() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        if (dropping || end > maxBytes) {
            listener.tooLong();
        } else if (end > 0) {
            listener.line(Arrays.copyOf(line, end));
        }
        length = 0;
        dropping = false;
        if (line.length > 16 * FIRST_BYTES) {
            line = new byte[FIRST_BYTES];
        }
    }
}
