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
import io.weir.ingress.upstream.Upstream;
import io.weir.model.Principal;

/** DELETE: a client ends its session (MCP, "Session Management"). */
final class EndOfSessionHandler {
    private final Callers callers;
    private final Exchanges exchanges;

    EndOfSessionHandler(Callers callers, Exchanges exchanges) {
        this.callers = callers;
        this.exchanges = exchanges;
    }

    void handle(HttpServerExchange exchange, Principal principal, Upstream upstream) throws RefusedException {
        Caller caller = callers.inSession(exchange, principal, upstream, Callers.protocolVersion(exchange));
        exchange.dispatch(
                SameThreadExecutor.INSTANCE,
                () -> exchanges.endSession(
                        caller, passed -> IoThread.run(exchange, () -> Acceptance.answer(exchange, passed, 204))));
    }
}
