/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import io.weir.ingress.exchange.Caller;
import io.weir.ingress.exchange.Exchanges;
import io.weir.ingress.jsonrpc.ErrorCode;
import io.weir.ingress.upstream.Upstream;
import io.weir.model.Principal;

/** GET: the stream of what the server says by itself (MCP, "Listening for Messages from the Server"). */
final class StreamHandler {
    private final Callers callers;
    private final Exchanges exchanges;
    private final long keepAliveMs;

    StreamHandler(Callers callers, Exchanges exchanges, long keepAliveMs) {
        this.callers = callers;
        this.exchanges = exchanges;
        this.keepAliveMs = keepAliveMs;
    }

    void handle(HttpServerExchange exchange, Principal principal, Upstream upstream) throws RefusedException {
        MediaTypes.requireAcceptsEvents(exchange);
        Caller caller = callers.inSession(exchange, principal, upstream, Callers.protocolVersion(exchange));
        if (!exchanges.hasRoomForStream()) {
            throw new RefusedException(
                    new Refusal(503, ErrorCode.OVERLOADED, "Too many streams are open; try again", null));
        }
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {
            HttpStream client = new HttpStream(exchange, keepAliveMs);
            client.onGone(exchanges.stream(caller, client)::close);
        });
    }
}
