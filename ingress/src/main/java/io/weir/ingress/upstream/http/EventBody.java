/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.http;

import io.weir.ingress.sse.SseParser;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** An answer that is a stream of events; reads on only while few messages wait for their verdict or their reader. */
final class EventBody implements AnswerBody {
    private static final int MAX_UNCONSUMED = 64;
    private static final int WINDOW_BYTES = 16 * 1024;

    private final HttpCall call;
    private final UpstreamListener listener;
    private final int maxMessageBytes;
    private final SseParser parser;
    private final AtomicInteger unconsumed = new AtomicInteger();
    /** Set while nothing is read. */
    private final AtomicReference<Window> closed = new AtomicReference<>();

    EventBody(HttpCall call, UpstreamListener listener, int maxMessageBytes) {
        this.call = call;
        this.listener = listener;
        this.maxMessageBytes = maxMessageBytes;
        this.parser = new SseParser(maxMessageBytes, this::event);
    }

    private void event(String type, byte[] data) {
        if (call.hasEnded()) {
            return;
        }
        // Other types are none of MCP's; unknown events are to be ignored.
        if (type.equals("message")) {
            unconsumed.incrementAndGet();
            listener.message(data);
        } else if (type.equals("endpoint")) {
            listener.endpoint(new String(data, StandardCharsets.UTF_8));
        }
    }

    @Override
    public void take(ByteBuffer bytes) throws RefusedAnswerException {
        try {
            parser.feed(bytes);
        } catch (SseParser.TooLongException e) {
            throw new RefusedAnswerException("The upstream sent an event longer than " + maxMessageBytes + " bytes");
        }
    }

    @Override
    public void complete() {
        call.end(UpstreamEnd.of(UpstreamEnd.Kind.COMPLETE, ""));
    }

    @Override
    public void exhausted(Window window) {
        closed.set(window);
        openIfFew();
    }

    @Override
    public void consumed() {
        unconsumed.decrementAndGet();
        openIfFew();
    }

    private void openIfFew() {
        if (unconsumed.get() < MAX_UNCONSUMED) {
            Window window = closed.getAndSet(null);
            if (window != null) {
                window.open(WINDOW_BYTES);
            }
        }
    }

    String lastEventId() {
        return parser.lastEventId();
    }

    OptionalLong retryMillis() {
        return parser.retryMillis();
    }
}
