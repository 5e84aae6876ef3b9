/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Notices that a client hangs up while it waits for its answer. The server reads nothing meanwhile, and would learn of it only when it
 * writes.
 */
final class HangUp {
    private final HttpServerConnection connection;
    private final StreamSourceConduit source;
    private final Runnable onHangUp;

    private HangUp(HttpServerConnection connection, Runnable onHangUp) {
        this.connection = connection;
        this.source = connection.getOriginalSourceConduit();
        this.onHangUp = onHangUp;
    }

    /**
     * Watches until the exchange is complete, when the server listens again itself. On the I/O thread, once the request's body was
     * read in full.
     */
    static void watch(HttpServerExchange exchange, Runnable onHangUp) {
        if (exchange.isComplete()) {
            // Answered already: the server listens for the next request.
            return;
        }
        // A next request that is here already means that the client is there; it waits where the server expects it.
        if (exchange.getConnection() instanceof HttpServerConnection http && http.getExtraBytes() == null) {
            HangUp watch = new HangUp(http, onHangUp);
            http.getChannel().getSourceChannel().setReadListener(readable -> watch.look());
            watch.source.resumeReads();
        }
    }

    private void look() {
        PooledByteBuffer pooled = connection.getByteBufferPool().allocate();
        boolean kept = false;
        try {
            // Not by the channel: that ends where the request's body does.
            int count = source.read(pooled.getBuffer());
            if (count != 0) {
                source.suspendReads();
            }
            if (count < 0) {
                onHangUp.run();
            } else if (count > 0) {
                pooled.getBuffer().flip();
                connection.ungetRequestBytes(pooled);
                kept = true;
            }
        } catch (IOException e) {
            source.suspendReads();
            onHangUp.run();
        } finally {
            if (!kept) {
                pooled.close();
            }
        }
    }
}
