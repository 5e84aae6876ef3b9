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
import io.weir.ingress.exchange.Answer;
import io.weir.ingress.exchange.ClientReply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;

/**
 * The answer to a POST that holds requests: one JSON text, or a stream of events when there is more to say than one answer.
 * Calls come from any thread; everything happens on the exchange's I/O thread, where there is one hop to.
 */
final class HttpReply implements ClientReply {
    private static final int MAX_EARLY = 64;

    private final HttpServerExchange exchange;
    private final long keepAliveNanos;
    private final boolean single;
    private final boolean opensSession;
    // For the timer's thread; the rest is confined to the I/O thread.
    private volatile boolean streaming;
    private volatile long lastWriteNanos = System.nanoTime();
    private int open;
    private EventStream stream;
    private boolean gone;
    private boolean ended;
    private final List<byte[]> early = new ArrayList<>();
    private final List<Runnable> goneListeners = new ArrayList<>(1);

    /**
     * @param requests how many requests are to be answered, at least 1
     * @param opensSession whether the answer opens a session: its head then has to wait for it
     */
    HttpReply(HttpServerExchange exchange, int requests, boolean opensSession, long keepAliveMs) {
        this.exchange = exchange;
        this.open = requests;
        this.single = requests == 1;
        this.opensSession = opensSession;
        this.keepAliveNanos = TimeUnit.MILLISECONDS.toNanos(keepAliveMs);
        exchange.addExchangeCompleteListener((completed, next) -> {
            if (!ended) {
                gone();
            }
            next.proceed();
        });
    }

    @Override
    public void message(byte[] json) {
        onIoThread(() -> {
            if (opensSession && stream == null) {
                if (early.size() < MAX_EARLY) {
                    early.add(json);
                }
            } else if (!gone && !ended) {
                stream().message(json);
                lastWriteNanos = System.nanoTime();
            }
        });
    }

    @Override
    public void openStream() {
        onIoThread(() -> {
            if (!gone && !ended && !opensSession) {
                stream().keepAlive();
                lastWriteNanos = System.nanoTime();
            }
        });
    }

    @Override
    public void answer(Answer answer) {
        onIoThread(() -> {
            open--;
            if (gone || ended) {
                return;
            }
            if (answer.opened() != null && stream == null) {
                exchange.getResponseHeaders()
                        .put(McpHeaders.SESSION_ID, answer.opened().token());
            }
            if (single && stream == null && early.isEmpty() && !answer.streamed()) {
                sendJson(answer);
            } else {
                sendEvent(answer);
            }
        });
    }

    private void sendJson(Answer answer) {
        ended = true;
        exchange.setStatusCode(answer.status());
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        if (answer.status() == 503) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, Refusals.RETRY_AFTER_SECONDS);
        }
        // Undertow would send it in chunks, since this is not the callback that it knows.
        exchange.setResponseContentLength(answer.json().length);
        exchange.getResponseSender().send(ByteBuffer.wrap(answer.json()), new IoCallback() {
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

    private void sendEvent(Answer answer) {
        EventStream events = stream();
        early.forEach(events::message);
        early.clear();
        events.message(answer.json());
        if (open == 0) {
            ended = true;
            streaming = false;
            events.end();
        }
    }

    @Override
    public void keepAlive(long nowNanos) {
        if (streaming && nowNanos - lastWriteNanos >= keepAliveNanos) {
            lastWriteNanos = nowNanos;
            onIoThread(() -> {
                if (!gone && !ended) {
                    stream.keepAlive();
                }
            });
        }
    }

    /** The client has closed the connection, on the I/O thread. */
    void hungUp() {
        if (!ended) {
            exchange.setPersistent(false);
            IoUtils.safeClose(exchange.getConnection());
            gone();
        }
    }

    @Override
    public void breakOff() {
        onIoThread(() -> {
            if (!gone && !ended) {
                hungUp();
            }
        });
    }

    @Override
    public void onGone(Runnable listener) {
        onIoThread(() -> {
            if (gone) {
                listener.run();
            } else {
                goneListeners.add(listener);
            }
        });
    }

    private EventStream stream() {
        if (stream == null) {
            stream = new EventStream(exchange, this::gone);
            streaming = true;
        }
        return stream;
    }

    private void gone() {
        if (!gone) {
            gone = true;
            streaming = false;
            goneListeners.forEach(Runnable::run);
        }
    }

    private void onIoThread(Runnable task) {
        IoThread.run(exchange, task);
    }
}
