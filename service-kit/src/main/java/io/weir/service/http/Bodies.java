/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.http;

import io.undertow.io.Receiver;
import io.undertow.server.HttpServerExchange;

/** Reads request bodies without blocking and within a bound. */
public final class Bodies {

    /** Gets a whole body, on an I/O thread. */
    @FunctionalInterface
    public interface Callback {
        /** May throw; the client then gets a 500. */
        void received(HttpServerExchange exchange, byte[] body) throws Exception;
    }

    private Bodies() {}

    /**
     * Reads the body and hands it over; never buffers more than the bound.
     *
     * @param maxBytes a larger body is answered with 413, before it is read if its length is announced
     */
    public static void receive(HttpServerExchange exchange, int maxBytes, Callback callback) {
        if (exchange.getRequestContentLength() > maxBytes) {
            tooLarge(exchange, maxBytes);
            return;
        }
        Receiver receiver = exchange.getRequestReceiver();
        receiver.setMaxBufferSize(maxBytes);
        receiver.receiveFullBytes(
                (received, body) -> {
                    try {
                        callback.received(received, body);
                    } catch (Exception e) {
                        Async.failed(received, e);
                    }
                },
                (failed, error) -> {
                    if (error instanceof Receiver.RequestToLargeException) {
                        tooLarge(failed, maxBytes);
                    } else {
                        failed.setStatusCode(400).endExchange();
                    }
                });
    }

    private static void tooLarge(HttpServerExchange exchange, int maxBytes) {
        // The rest of the body is not worth reading, so the connection can't be used again.
        exchange.setPersistent(false);
        Problems.send(exchange, 413, "The body may have at most " + maxBytes + " bytes (message.max.bytes).");
    }
}
