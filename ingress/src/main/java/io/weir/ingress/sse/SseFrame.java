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
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEXT_LINE = "\ndata: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] KEEPALIVE = ": keepalive\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] NOTHING = {};

    private SseFrame() {}

    /** A comment that keeps the connection and its proxies awake. */
    public static ByteBuffer keepalive() {
        return ByteBuffer.wrap(KEEPALIVE);
    }

    /** An event without a type or data, which says only where the stream stands (MCP 2025-11-25, "Sending Messages"). */
    public static ByteBuffer position(String id) {
        return ByteBuffer.wrap(("id: " + id + "\ndata: \n\n").getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Where a client is to post its messages (MCP 2024-11-05, "HTTP with SSE").
     *
     * @param path of ASCII, without a line break
     */
    public static ByteBuffer endpoint(String path) {
        return ByteBuffer.wrap(("event: endpoint\ndata: " + path + "\n\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** After how many milliseconds a client that was left should come back. */
    public static ByteBuffer retry(long millis) {
        return ByteBuffer.wrap(("retry: " + millis + "\n\n").getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * A {@code message} event with this JSON; line breaks in it, which JSON allows between tokens, become lines of data.
     *
     * @param id the event's id, visible ASCII; empty if it has none
     */
    public static ByteBuffer message(byte[] json, String id) {
        int breaks = countBreaks(json);
        byte[] idLine = id.isEmpty() ? NOTHING : ("id: " + id + "\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer frame =
                ByteBuffer.allocate(idLine.length + HEAD.length + json.length + breaks * NEXT_LINE.length + 2);
        frame.put(idLine).put(HEAD);
        if (breaks == 0) {
            frame.put(json);
        } else {
            putLines(json, frame);
        }
        return frame.put((byte) '\n').put((byte) '\n').flip();
    }

    /** An event without a name or id, of JSON without line breaks; also what ends a stream of an OpenAI-compatible API. */
    public static ByteBuffer data(byte[] line) {
        ByteBuffer frame = ByteBuffer.allocate(DATA.length + line.length + 2);
        return frame.put(DATA).put(line).put((byte) '\n').put((byte) '\n').flip();
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
