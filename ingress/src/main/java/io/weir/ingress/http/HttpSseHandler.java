/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import io.weir.events.FactType;
import io.weir.ingress.exchange.Dispatcher;
import io.weir.ingress.jsonrpc.ErrorCode;
import io.weir.ingress.jsonrpc.MalformedMessageException;
import io.weir.ingress.jsonrpc.MessageParser;
import io.weir.ingress.upstream.Upstream;
import io.weir.model.Principal;
import io.weir.service.http.Async;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The HTTP+SSE transport of MCP 2024-11-05 ("Transports"), for clients that know no other: a GET of {@code /mcp/CONNECTION/sse} opens
 * the stream on which everything is told, and messages are posted to the address that it tells first. Such a session lives and ends
 * with its stream, in the process that has it.
 */
final class HttpSseHandler {
    static final String STREAM = "sse";
    static final String MESSAGES = "messages";
    private static final int ID_BYTES = 18;

    private final Map<String, HttpSseClient> clients = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger incoming = new AtomicInteger();
    private final Dispatcher dispatcher;
    private final MessageParser parser;
    private final Refusals refusals;
    private final int maxMessageBytes;
    private final long keepAliveMs;

    HttpSseHandler(
            Dispatcher dispatcher, MessageParser parser, Refusals refusals, int maxMessageBytes, long keepAliveMs) {
        this.dispatcher = dispatcher;
        this.parser = parser;
        this.refusals = refusals;
        this.maxMessageBytes = maxMessageBytes;
        this.keepAliveMs = keepAliveMs;
    }

    void handle(HttpServerExchange exchange, String endpoint, Principal principal, Upstream upstream)
            throws RefusedException {
        if (endpoint.equals(STREAM) && exchange.getRequestMethod().equals(Methods.GET)) {
            open(exchange, principal, upstream);
        } else if (endpoint.equals(MESSAGES) && exchange.getRequestMethod().equals(Methods.POST)) {
            post(exchange, principal, upstream);
        } else {
            throw new RefusedException(new Refusal(
                    405, ErrorCode.INVALID_REQUEST, "Use GET for " + STREAM + " and POST for " + MESSAGES, null));
        }
    }

    private void open(HttpServerExchange exchange, Principal principal, Upstream upstream) throws RefusedException {
        MediaTypes.requireAcceptsEvents(exchange);
        if (!dispatcher.hasRoomForStream()) {
            throw new RefusedException(
                    new Refusal(503, ErrorCode.OVERLOADED, "Too many streams are open; try again", null));
        }
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> {
            HttpSseClient client = new HttpSseClient(exchange, dispatcher, principal, upstream, keepAliveMs);
            clients.put(id, client);
            client.onGone(() -> clients.remove(id));
            client.open("/mcp/" + upstream.name() + "/" + MESSAGES + "?sessionId=" + id);
            HangUp.watch(exchange, client::hungUp);
        });
    }

    private void post(HttpServerExchange exchange, Principal principal, Upstream upstream) throws RefusedException {
        MediaTypes.requireJsonBody(exchange);
        Deque<String> ids = exchange.getQueryParameters().get("sessionId");
        HttpSseClient client = ids == null ? null : clients.get(ids.getFirst());
        // An id is no authentication: another's is as good as a made-up one.
        if (client == null || !client.belongsTo(principal, upstream)) {
            throw new RefusedException(new Refusal(
                    404,
                    ErrorCode.INVALID_REQUEST,
                    "There is no such session; open its stream first",
                    FactType.ACCESS_DENIED));
        }
        if (!dispatcher.hasRoomBesides(incoming.get())) {
            throw new RefusedException(
                    new Refusal(503, ErrorCode.OVERLOADED, "Too many requests are under way; try again", null));
        }
        RequestBody.receive(exchange, maxMessageBytes, incoming, new RequestBody.Callback() {
            @Override
            public void received(byte[] body) {
                exchange.dispatch(SameThreadExecutor.INSTANCE, () -> take(exchange, client, principal, upstream, body));
            }

            @Override
            public void refused(Refusal refusal) {
                refusals.refuse(exchange, principal, upstream.name(), refusal);
            }
        });
    }

    private void take(
            HttpServerExchange exchange, HttpSseClient client, Principal principal, Upstream upstream, byte[] body) {
        try {
            client.take(parser.parse(body));
            exchange.setStatusCode(202);
            exchange.endExchange();
        } catch (MalformedMessageException e) {
            Refusal refusal = new Refusal(400, e.code(), e.getMessage(), FactType.MALFORMED_MESSAGE);
            refusals.refuse(exchange, principal, upstream.name(), refusal);
        } catch (RefusedException e) {
            refusals.refuse(exchange, principal, upstream.name(), e.refusal());
        } catch (RuntimeException e) {
            Async.failed(exchange, e);
        }
    }
}
