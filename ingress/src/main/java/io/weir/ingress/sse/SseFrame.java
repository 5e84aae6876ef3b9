/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.sse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes {@code text/event-stream} frames (WHATWG HTML, 9.2.5). */
public final class SseFrame {
    private static final byte[] HEAD = "event: message\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEXT_LINE = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEEPALIVE = ": keepalive\n\n".getBytes(StandardCharsets.US_ASCII);

    private SseFrame() {}

    /** A comment that keeps the connection and its proxies awake. */
    public static ByteBuffer keepalive() {
        return ByteBuffer.wrap(KEEPALIVE);
    }

    /** A {@code message} event with this JSON; line breaks in it, which JSON allows between tokens, become lines of data. */
    public static ByteBuffer message(byte[] json) {
        int breaks = countBreaks(json);
        ByteBuffer frame = ByteBuffer.allocate(HEAD.length + json.length + breaks * NEXT_LINE.length + 2);
        frame.put(HEAD);
        if (breaks == 0) {
            frame.put(json);
        } else {
            putLines(json, frame);
        }
        return frame.put((byte) '\n').put((byte) '\n').flip();
    }

    private static int countBreaks(byte[] json) {
        int count = 0;
        for (byte b : json) {
            if (isBreak(b)) {
                count++;
            }
        }
        return count;
    }

    private static void putLines(byte[] json, ByteBuffer frame) {
        for (byte b : json) {
            if (isBreak(b)) {
                frame.put(NEXT_LINE);
            } else {
                frame.put(b);
            }
        }
    }

    private static boolean isBreak(byte b) {
        return b == '\n' || b == '\r';
    }
}
