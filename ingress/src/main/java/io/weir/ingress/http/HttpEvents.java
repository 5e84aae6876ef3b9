/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.weir.ingress.exchange.StreamIds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;

/**
 * What the client's sides of streams have in common. Calls come from any thread; everything happens on the exchange's I/O thread,
 * where there is one hop to.
 */
abstract class HttpEvents {
    private final HttpServerExchange exchange;
    private final long keepAliveNanos;
    private final List<Runnable> goneListeners = new ArrayList<>(1);
    // For the timer's thread; the rest is confined to the I/O thread.
    private volatile boolean streaming;
    private volatile long lastWriteNanos = System.nanoTime();
    private StreamIds ids = StreamIds.NONE;
    private EventStream stream;
    private boolean gone;
    private boolean ended;

    HttpEvents(HttpServerExchange exchange, long keepAliveMs) {
        this.exchange = exchange;
        this.keepAliveNanos = TimeUnit.MILLISECONDS.toNanos(keepAliveMs);
        exchange.addExchangeCompleteListener((completed, next) -> {
            if (!ended) {
                gone();
            }
            next.proceed();
        });
    }

    final HttpServerExchange exchange() {
        return exchange;
    }

    final void onIoThread(Runnable task) {
        IoThread.run(exchange, task);
    }

    /** Whether there is nobody to write to any more. On the I/O thread, as all that follows. */
    final boolean isOver() {
        return gone || ended;
    }

    final boolean hasStream() {
        return stream != null;
    }

    final void ids(StreamIds streamIds) {
        ids = streamIds;
    }

    /** Begins the stream, if it has not begun: with its position, so that the client can come back from the start on. */
    final void begin(long offset) {
        if (stream == null) {
            stream = new EventStream(exchange, this::gone);
            streaming = true;
            if (ids.tellsStart() && offset >= 0) {
                stream.position(ids.at(offset));
                lastWriteNanos = System.nanoTime();
            }
        }
    }

    final void tellEndpoint(String path) {
        stream.endpoint(path);
        lastWriteNanos = System.nanoTime();
    }

    final void comment() {
        stream.keepAlive();
        lastWriteNanos = System.nanoTime();
    }

    /** @param offset where in the mailbox its verdict stands; negative for what has none */
    final void write(byte[] json, long offset) {
        begin(offset - 1);
        stream.message(json, offset < 0 ? "" : ids.at(offset));
        lastWriteNanos = System.nanoTime();
    }

    /** An event that is nothing but its data, which is one line. */
    final void writeData(byte[] line) {
        begin(-1);
        stream.data(line);
        lastWriteNanos = System.nanoTime();
    }

    /** Answers with one JSON text instead of a stream. */
    final void sendJson(int status, byte[] json) {
        ended();
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        if (status == 503) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, Refusals.RETRY_AFTER_SECONDS);
        }
        // Undertow would send it in chunks, since this is not the callback that it knows.
        exchange.setResponseContentLength(json.length);
        exchange.getResponseSender().send(ByteBuffer.wrap(json), new IoCallback() {
            @Override
            public void onComplete(HttpServerExchange sent, Sender sender) {
                sent.endExchange();
            }

            @Override
            public void onException(HttpServerExchange failed, Sender sender, IOException exception) {
                failed.endExchange();
                gone();
            }
        });
    }

    /** The answer is given otherwise, or is complete. */
    final void ended() {
        ended = true;
        streaming = false;
    }

    final void endStream() {
        ended();
        stream.end();
    }

    public final void pause(long retryMillis) {
        onIoThread(() -> {
            if (!isOver()) {
                begin(-1);
                stream.retry(retryMillis);
                endStream();
            }
        });
    }

    public final void keepAlive(long nowNanos) {
        if (streaming && nowNanos - lastWriteNanos >= keepAliveNanos) {
            lastWriteNanos = nowNanos;
            onIoThread(() -> {
                if (!isOver()) {
                    stream.keepAlive();
                }
            });
        }
    }

    public final void onGone(Runnable listener) {
        onIoThread(() -> {
            if (gone) {
                listener.run();
            } else {
                goneListeners.add(listener);
            }
        });
    }

    public final void breakOff() {
        onIoThread(this::hungUp);
    }

    /** The connection is of no use any more. */
    final void hungUp() {
        if (!isOver()) {
            IoUtils.safeClose(exchange.getConnection());
            gone();
        }
    }

    final void gone() {
        if (!gone) {
            gone = true;
            streaming = false;
            goneListeners.forEach(Runnable::run);
        }
    }
}
