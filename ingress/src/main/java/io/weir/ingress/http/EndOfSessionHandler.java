/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import io.weir.ingress.exchange.Caller;
import io.weir.ingress.exchange.Dispatcher;
import io.weir.ingress.upstream.Upstream;
import io.weir.model.Principal;

/** DELETE: a client ends its session (MCP, "Session Management"). */
final class EndOfSessionHandler {
    private final Callers callers;
    private final Dispatcher dispatcher;

    EndOfSessionHandler(Callers callers, Dispatcher dispatcher) {
        this.callers = callers;
        this.dispatcher = dispatcher;
    }

    void handle(HttpServerExchange exchange, Principal principal, Upstream upstream) throws RefusedException {
        Caller caller = callers.inSession(exchange, principal, upstream, Callers.protocolVersion(exchange));
        exchange.dispatch(
                SameThreadExecutor.INSTANCE,
                () -> dispatcher.endSession(
                        caller, passed -> IoThread.run(exchange, () -> Acceptance.answer(exchange, passed, 204))));
    }
}
