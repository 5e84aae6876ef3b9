/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.server.HttpServerExchange;
import io.weir.ingress.exchange.Passed;
import io.weir.ingress.exchange.ServerStream;
import io.weir.ingress.upstream.UpstreamEnd;
import java.util.concurrent.TimeUnit;

/** The client's side of a GET stream; everything happens on the exchange's I/O thread. */
final class HttpStream implements ServerStream.Client {
    private final HttpServerExchange exchange;
    private final long keepAliveNanos;
    private volatile boolean streaming;
    private volatile long lastWriteNanos;
    private EventStream stream;
    private boolean ended;
    private boolean gone;
    private Runnable onGone = () -> {};

    HttpStream(HttpServerExchange exchange, long keepAliveMs) {
        this.exchange = exchange;
        this.keepAliveNanos = TimeUnit.MILLISECONDS.toNanos(keepAliveMs);
        exchange.addExchangeCompleteListener((completed, next) -> {
            gone();
            next.proceed();
        });
    }

    /** Has the listener called when the client hangs up; on the I/O thread. */
    void onGone(Runnable listener) {
        onGone = listener;
        if (gone) {
            listener.run();
        }
    }

    @Override
    public void open() {
        onIoThread(() -> {
            if (!gone && !ended) {
                stream = new EventStream(exchange, this::gone);
                stream.keepAlive();
                lastWriteNanos = System.nanoTime();
                streaming = true;
            }
        });
    }

    @Override
    public void message(byte[] json) {
        onIoThread(() -> {
            if (streaming) {
                stream.message(json);
                lastWriteNanos = System.nanoTime();
            }
        });
    }

    @Override
    public void keepAlive(long nowNanos) {
        if (streaming && nowNanos - lastWriteNanos >= keepAliveNanos) {
            lastWriteNanos = nowNanos;
            onIoThread(() -> {
                if (streaming) {
                    stream.keepAlive();
                }
            });
        }
    }

    @Override
    public void end(UpstreamEnd end) {
        onIoThread(() -> {
            if (ended || gone) {
                return;
            }
            ended = true;
            streaming = false;
            if (stream != null) {
                stream.end();
            } else {
                Acceptance.answer(exchange, passed(end), 405);
            }
        });
    }

    /** An upstream that has nothing to stream is one that offers no stream. */
    private static Passed passed(UpstreamEnd end) {
        return switch (end.kind()) {
            case SESSION_GONE -> Passed.SESSION_GONE;
            case UNREACHABLE, BROKEN -> Passed.UPSTREAM_FAILED;
            default -> Passed.NOT_OFFERED;
        };
    }

    private void gone() {
        if (!gone) {
            gone = true;
            streaming = false;
            onGone.run();
        }
    }

    private void onIoThread(Runnable task) {
        IoThread.run(exchange, task);
    }
}
