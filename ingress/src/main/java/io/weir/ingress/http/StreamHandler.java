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
import io.weir.ingress.jsonrpc.ErrorCode;
import io.weir.ingress.session.EventId;
import io.weir.ingress.session.EventIds;
import io.weir.ingress.upstream.Upstream;
import io.weir.model.Principal;

/**
 * GET: the stream of what the server says by itself (MCP, "Listening for Messages from the Server"), or the rest of a stream that a
 * client has lost ("Resumability and Redelivery").
 */
final class StreamHandler {
    private final Callers callers;
    private final Dispatcher dispatcher;
    private final EventIds eventIds;
    private final long keepAliveMs;

    StreamHandler(Callers callers, Dispatcher dispatcher, EventIds eventIds, long keepAliveMs) {
        this.callers = callers;
        this.dispatcher = dispatcher;
        this.eventIds = eventIds;
        this.keepAliveMs = keepAliveMs;
    }

    void handle(HttpServerExchange exchange, Principal principal, Upstream upstream) throws RefusedException {
        MediaTypes.requireAcceptsEvents(exchange);
        Caller caller = callers.inSession(exchange, principal, upstream, Callers.protocolVersion(exchange));
        if (!dispatcher.hasRoomForStream()) {
            throw new RefusedException(
                    new Refusal(503, ErrorCode.OVERLOADED, "Too many streams are open; try again", null));
        }
        String lastEventId = Callers.single(exchange, McpHeaders.LAST_EVENT_ID);
        EventId from = lastEventId.isEmpty() ? null : eventId(caller, lastEventId);
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> open(exchange, caller, from));
    }

    private EventId eventId(Caller caller, String lastEventId) throws RefusedException {
        return eventIds.open(caller.route().sessionId(), lastEventId)
                .orElseThrow(() -> Callers.invalid("The Last-Event-ID is none of this session's"));
    }

    private void open(HttpServerExchange exchange, Caller caller, EventId from) {
        HttpEvents client;
        if (from != null && from.request() != null) {
            HttpResumption resumption = new HttpResumption(exchange, keepAliveMs);
            dispatcher.resume(caller, from, resumption);
            client = resumption;
        } else {
            HttpStream stream = new HttpStream(exchange, keepAliveMs);
            Runnable closing =
                    from == null ? dispatcher.stream(caller, stream) : dispatcher.resume(caller, from, stream);
            stream.onGone(closing);
            client = stream;
        }
        HangUp.watch(exchange, client::hungUp);
    }
}
