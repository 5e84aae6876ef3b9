/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.weir.events.FactType;
import io.weir.ingress.jsonrpc.ErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/** Reads a request's body without blocking, within a bound of size and of time. */
final class RequestBody {
    private static final Logger LOG = LoggerFactory.getLogger(RequestBody.class);
    private static final int TIMEOUT_SECONDS = 30;

    private final HttpServerExchange exchange;
    private final int maxBytes;
    private final AtomicInteger incoming;
    private XnioExecutor.Key timeout;
    private byte[] body = {};
    private int length;
    private boolean done;

    private RequestBody(HttpServerExchange exchange, int maxBytes, AtomicInteger incoming) {
        this.exchange = exchange;
        this.maxBytes = maxBytes;
        this.incoming = incoming;
    }

    /** Gets the body; called on the I/O thread. */
    interface Callback {
        void received(byte[] body);

        void refused(Refusal refusal);
    }

    /**
     * @param maxBytes a longer body is refused
     * @param incoming counts the bodies that are not here in full yet
     */
    static void receive(HttpServerExchange exchange, int maxBytes, AtomicInteger incoming, Callback callback) {
        new RequestBody(exchange, maxBytes, incoming).receive(callback);
    }

    private void receive(Callback callback) {
        if (exchange.getRequestContentLength() > maxBytes) {
            callback.refused(tooLarge());
            return;
        }
        if (HttpContinue.requiresContinueResponse(exchange)) {
            letItCome(callback);
        } else {
            read(callback);
        }
    }

    /** The sender waits to be asked for the body (RFC 9110, section 10.1.1). */
    private void letItCome(Callback callback) {
        HttpContinue.sendContinueResponse(exchange, new IoCallback() {
            @Override
            public void onComplete(HttpServerExchange asked, Sender sender) {
                read(callback);
            }

            @Override
            public void onException(HttpServerExchange failed, Sender sender, IOException exception) {
                failed.endExchange();
            }
        });
    }

    private void read(Callback callback) {
        StreamSourceChannel channel = exchange.getRequestChannel();
        if (channel == null) {
            throw new IllegalStateException("The body has been read");
        }
        Runnable outcome = drain(channel, callback);
        if (outcome != null) {
            outcome.run();
            return;
        }
        // Not all of it is here yet: whoever sends it byte by byte must not hold a place forever.
        incoming.incrementAndGet();
        timeout = exchange.getIoThread().executeAfter(this::tooSlow, TIMEOUT_SECONDS, TimeUnit.SECONDS);
        channel.getReadSetter().set(readable -> readOn(readable, callback));
        channel.resumeReads();
    }

    private void readOn(StreamSourceChannel channel, Callback callback) {
        Runnable outcome = done ? null : drain(channel, callback);
        if (outcome != null) {
            channel.suspendReads();
            // As every handler is run, so that the exchange is ended if this one leaves it so.
            Connectors.executeRootHandler(again -> outcome.run(), exchange);
        }
    }

    /** Takes what is there. What is to be done when that was all of it; null while it is not. */
    private Runnable drain(StreamSourceChannel channel, Callback callback) {
        try (PooledByteBuffer pooled =
                exchange.getConnection().getByteBufferPool().allocate()) {
            ByteBuffer chunk = pooled.getBuffer();
            while (true) {
                chunk.clear();
                int count = channel.read(chunk);
                if (count == 0) {
                    return null;
                }
                if (count < 0) {
                    done();
                    byte[] whole = length == body.length ? body : Arrays.copyOf(body, length);
                    return () -> callback.received(whole);
                }
                if (count > maxBytes - length) {
                    done();
                    return () -> callback.refused(tooLarge());
                }
                append(chunk.flip());
            }
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("error", e.getClass().getName()).log("A body broke off");
            done();
            return exchange::endExchange;
        }
    }

    private void append(ByteBuffer chunk) {
        int count = chunk.remaining();
        if (length + count > body.length) {
            // As long as was announced, but no longer than what somebody has really sent.
            long announced = Math.min(exchange.getRequestContentLength(), 2L * (length + count));
            body = Arrays.copyOf(body, (int) Math.min(maxBytes, Math.max(announced, length + count)));
        }
        chunk.get(body, length, count);
        length += count;
    }

    private void tooSlow() {
        if (!done) {
            IoUtils.safeClose(exchange.getConnection());
            done();
        }
    }

    private void done() {
        if (!done && timeout != null) {
            incoming.decrementAndGet();
            timeout.remove();
        }
        done = true;
    }

    private Refusal tooLarge() {
        // What is still to come is not read, so that the connection cannot be used again.
        exchange.setPersistent(false);
        return new Refusal(
                413,
                ErrorCode.INVALID_REQUEST,
                "The message is longer than " + maxBytes + " bytes (message.max.bytes)",
                FactType.MALFORMED_MESSAGE);
    }
}
