/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

import io.weir.ingress.sse.SseParser;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** An answer that is a stream of events; reads on only while few messages wait for their verdict or their reader. */
final class EventBody extends AnswerBody {
    private static final int MAX_UNCONSUMED = 64;

    private final SseParser parser;
    private final AtomicInteger unconsumed = new AtomicInteger();
    private final AtomicBoolean paused = new AtomicBoolean();

    EventBody(UpstreamCall call, UpstreamListener listener, int maxMessageBytes) {
        super(call, listener, maxMessageBytes);
        this.parser = new SseParser(maxMessageBytes, this::event);
    }

    private void event(String type, byte[] data) {
        // Other types are none of MCP's ("endpoint" of the HTTP+SSE transport, say); unknown events are to be ignored.
        if (type.equals("message") && !call.hasEnded()) {
            unconsumed.incrementAndGet();
            listener.message(data);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> chunks) {
        try {
            for (ByteBuffer chunk : chunks) {
                parser.feed(chunk);
            }
        } catch (SseParser.TooLongException e) {
            refuse("The upstream sent an event longer than " + maxMessageBytes + " bytes");
            return;
        }
        paused.set(true);
        resumeIfFew();
    }

    @Override
    public void onComplete() {
        call.end(UpstreamEnd.of(UpstreamEnd.Kind.COMPLETE, ""));
    }

    @Override
    void consumed() {
        unconsumed.decrementAndGet();
        resumeIfFew();
    }

    private void resumeIfFew() {
        if (unconsumed.get() < MAX_UNCONSUMED && paused.compareAndSet(true, false)) {
            more();
        }
    }

    String lastEventId() {
        return parser.lastEventId();
    }

    OptionalLong retryMillis() {
        return parser.retryMillis();
    }
}
