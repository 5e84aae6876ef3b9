/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.weir.ingress.sse.SseFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;

/**
 * Writes server-sent events to a client, each flushed at once. Lives on the exchange's I/O thread and never blocks it; what the
 * client does not read in time is kept within a bound.
 */
final class EventStream {
    private static final HttpString ACCEL_BUFFERING = new HttpString("X-Accel-Buffering");
    private static final int MAX_QUEUED_BYTES = 8 << 20;

    private final HttpServerExchange exchange;
    private final Runnable onBroken;
    private final StreamSinkChannel channel;
    private final Deque<ByteBuffer> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean armed;
    private boolean ending;
    private boolean closed;

    /**
     * Sends the head of the answer.
     *
     * @param onBroken called once when the client can no longer be reached
     */
    EventStream(HttpServerExchange exchange, Runnable onBroken) {
        this.exchange = exchange;
        this.onBroken = onBroken;
        exchange.setStatusCode(200);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/event-stream");
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-cache, no-transform");
        exchange.getResponseHeaders().put(ACCEL_BUFFERING, "no");
        this.channel = exchange.getResponseChannel();
        channel.getWriteSetter().set(writable -> drain());
    }

    /** @param id the event's id, empty if it has none */
    void message(byte[] json, String id) {
        send(SseFrame.message(json, id));
    }

    void data(byte[] line) {
        send(SseFrame.data(line));
    }

    void position(String id) {
        send(SseFrame.position(id));
    }

    void endpoint(String path) {
        send(SseFrame.endpoint(path));
    }

    void retry(long millis) {
        send(SseFrame.retry(millis));
    }

    void keepAlive() {
        send(SseFrame.keepalive());
    }

    /** Ends the answer once everything is written. */
    void end() {
        ending = true;
        if (!armed) {
            drain();
        }
    }

    private void send(ByteBuffer frame) {
        if (closed || ending) {
            return;
        }
        queuedBytes += frame.remaining();
        queue.add(frame);
        if (queuedBytes > MAX_QUEUED_BYTES) {
            broken();
        } else if (!armed) {
            drain();
        }
    }

    private void drain() {
        if (closed) {
            return;
        }
        try {
            if (!writeQueued() || !channel.flush()) {
                arm();
            } else {
                disarm();
                if (ending) {
                    closed = true;
                    exchange.endExchange();
                }
            }
        } catch (IOException e) {
            broken();
        }
    }

    /** Whether all of it is written. */
    private boolean writeQueued() throws IOException {
        while (!queue.isEmpty()) {
            ByteBuffer frame = queue.peek();
            queuedBytes -= channel.write(frame);
            if (frame.hasRemaining()) {
                return false;
            }
            queue.poll();
        }
        return true;
    }

    private void arm() {
        if (!armed) {
            armed = true;
            channel.resumeWrites();
        }
    }

    private void disarm() {
        if (armed) {
            armed = false;
            channel.suspendWrites();
        }
    }

    private void broken() {
        closed = true;
        queue.clear();
        IoUtils.safeClose(exchange.getConnection());
        onBroken.run();
    }
}
