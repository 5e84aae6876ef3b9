/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.io.IoCallback;
import io.undertow.io.Receiver;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
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
