/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.sse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.BiConsumer;

/**
 * An incremental parser of {@code text/event-stream} over bytes (WHATWG HTML, 9.2.6): any split of the stream into chunks gives
 * the same events. Bounded: no event may be longer than its limit. Not thread-safe.
 */
public final class SseParser {
    private static final byte[] BOM = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int maxEventBytes;
    private final BiConsumer<String, byte[]> onEvent;
    private byte[] line = new byte[512];
    private int lineLength;
    private byte[] data = new byte[512];
    private int dataLength;
    private boolean hasData;
    private String type = "";
    private String id = "";
    private String lastEventId = "";
    private OptionalLong retryMillis = OptionalLong.empty();
    private boolean skipLineFeed;
    private boolean firstLine = true;

    /**
     * @param maxEventBytes longest event and longest line, bytes
     * @param onEvent is given each event's type ({@code message} if it has none) and data; not called for an event without data
     */
    public SseParser(int maxEventBytes, BiConsumer<String, byte[]> onEvent) {
        this.maxEventBytes = maxEventBytes;
        this.onEvent = onEvent;
    }

    /** The stream is longer between two events than its limit. */
    public static final class TooLongException extends Exception {
        private static final long serialVersionUID = 1L;

        TooLongException(int limit) {
            super("A server-sent event is longer than " + limit + " bytes", null, false, false);
        }
    }

    /**
     * Takes the next chunk; calls {@code onEvent} for every event that it completes.
     *
     * @throws TooLongException if an event or line is too long; the parser is of no use afterwards
     */
    public void feed(ByteBuffer chunk) throws TooLongException {
        while (chunk.hasRemaining()) {
            int end = indexOfLineEnd(chunk);
            append(chunk, end - chunk.position());
            if (end == chunk.limit()) {
                return;
            }
            endLine(chunk.get());
        }
    }

    /** The last event id that the stream gave, empty if none; for {@code Last-Event-ID}. */
    public String lastEventId() {
        return lastEventId;
    }

    /** The reconnection time that the stream asked for, milliseconds. */
    public OptionalLong retryMillis() {
        return retryMillis;
    }

    private int indexOfLineEnd(ByteBuffer chunk) {
        if (skipLineFeed) {
            skipLineFeed = false;
            if (chunk.get(chunk.position()) == '\n') {
                chunk.get();
            }
        }
        int i = chunk.position();
        while (i < chunk.limit() && chunk.get(i) != '\n' && chunk.get(i) != '\r') {
            i++;
        }
        return i;
    }

    private void append(ByteBuffer chunk, int count) throws TooLongException {
        line = ensure(line, lineLength + count);
        chunk.get(line, lineLength, count);
        lineLength += count;
    }

    private void endLine(byte terminator) throws TooLongException {
        skipLineFeed = terminator == '\r';
        int from = firstLine && startsWithBom() ? BOM.length : 0;
        firstLine = false;
        if (lineLength == from) {
            dispatch();
        } else {
            field(from);
        }
        lineLength = 0;
    }

    private boolean startsWithBom() {
        return lineLength >= BOM.length && Arrays.equals(line, 0, BOM.length, BOM, 0, BOM.length);
    }

    private void field(int from) throws TooLongException {
        int colon = from;
        while (colon < lineLength && line[colon] != ':') {
            colon++;
        }
        int value = Math.min(colon + 1, lineLength);
        if (value < lineLength && line[value] == ' ') {
            value++;
        }
        switch (text(from, colon)) {
            case "data" -> appendData(value);
            case "event" -> type = text(value, lineLength);
            case "id" -> setId(text(value, lineLength));
            case "retry" -> setRetry(text(value, lineLength));
            default -> {
                // A comment (empty name) or an unknown field: ignored, as the standard says.
            }
        }
    }

    private void appendData(int from) throws TooLongException {
        int count = lineLength - from;
        data = ensure(data, dataLength + count + 1);
        if (hasData) {
            data[dataLength++] = '\n';
        }
        System.arraycopy(line, from, data, dataLength, count);
        dataLength += count;
        hasData = true;
    }

    private void setId(String value) {
        if (value.indexOf('\0') < 0) {
            id = value;
        }
    }

    private void setRetry(String value) {
        if (!value.isEmpty() && value.length() <= 9 && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            retryMillis = OptionalLong.of(Long.parseLong(value));
        }
    }

    private void dispatch() {
        lastEventId = id;
        if (dataLength > 0) {
            onEvent.accept(type.isEmpty() ? "message" : type, Arrays.copyOf(data, dataLength));
        }
        dataLength = 0;
        hasData = false;
        type = "";
    }

    private String text(int from, int to) {
        return new String(line, from, to - from, StandardCharsets.UTF_8);
    }

    private byte[] ensure(byte[] buffer, int needed) throws TooLongException {
        // A line is its data, its field name and little else.
        if (needed > maxEventBytes + 64) {
            throw new TooLongException(maxEventBytes);
        }
        return needed <= buffer.length ? buffer : Arrays.copyOf(buffer, Math.max(needed, buffer.length * 2));
    }
}
