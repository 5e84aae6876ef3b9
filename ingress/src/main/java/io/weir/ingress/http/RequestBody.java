/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.io.Receiver;
import io.undertow.server.HttpServerExchange;
import io.weir.events.FactType;
import io.weir.ingress.jsonrpc.ErrorCode;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/** Reads a request's body without blocking, within a bound of size and of time. */
final class RequestBody {
    private static final int TIMEOUT_SECONDS = 30;

    private final HttpServerExchange exchange;
    private final int maxBytes;
    private final AtomicInteger incoming;
    private XnioExecutor.Key timeout;
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
        Receiver receiver = exchange.getRequestReceiver();
        receiver.setMaxBufferSize(maxBytes);
        receiver.receiveFullBytes(
                (received, body) -> {
                    done();
                    callback.received(body);
                },
                (failed, error) -> failed(error, callback));
        if (!done) {
            // Not all of it is here yet: whoever sends it byte by byte must not hold a place forever.
            incoming.incrementAndGet();
            timeout = exchange.getIoThread().executeAfter(this::tooSlow, TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void tooSlow() {
        if (!done) {
            IoUtils.safeClose(exchange.getConnection());
            done();
        }
    }

    private void failed(IOException error, Callback callback) {
        done();
        if (error instanceof Receiver.RequestToLargeException) {
            callback.refused(tooLarge());
        } else {
            exchange.endExchange();
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
