/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import io.weir.events.FactType;
import io.weir.ingress.audit.AuditTrail;
import io.weir.ingress.decision.Route;
import io.weir.ingress.exchange.Caller;
import io.weir.ingress.exchange.Exchanges;
import io.weir.ingress.jsonrpc.Chats;
import io.weir.ingress.jsonrpc.ErrorCode;
import io.weir.ingress.jsonrpc.MalformedMessageException;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.jsonrpc.MessageParser;
import io.weir.ingress.session.Sessions;
import io.weir.ingress.upstream.MirroredHeaders;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.UpstreamSession;
import io.weir.ingress.upstream.Upstreams;
import io.weir.ingress.upstream.llm.ChatJson;
import io.weir.model.Principal;
import io.weir.model.SessionIds;
import io.weir.policy.message.ChatMethods;
import io.weir.policy.resource.Target;
import io.weir.service.http.Async;
import io.weir.service.identity.BearerAuthHandler;
import io.weir.service.identity.DenialListener;
import io.weir.service.identity.Identity;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * {@code /llm/CONNECTION/v1/…}: the OpenAI-compatible API of a language model, for callers who are authenticated. A call's body goes
 * the way of an MCP request, as the params of one.
 */
public final class LlmHandler implements HttpHandler {
    private static final String PREFIX = "/llm/";
    private static final String COMPLETIONS = "/v1/chat/completions";
    private static final String MODELS = "/v1/models";
    private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.US_ASCII);

    private final Clock clock = Clock.systemUTC();
    private final Callers callers;
    private final Exchanges exchanges;
    private final MessageParser parser;
    private final Refusals refusals;
    private final int maxMessageBytes;
    private final long keepAliveMs;
    private final AtomicInteger incoming = new AtomicInteger();

    /**
     * @param maxMessageBytes longest body
     * @param keepAliveMs longest silence on a stream, milliseconds
     */
    public LlmHandler(
            Upstreams upstreams,
            Sessions sessions,
            Exchanges exchanges,
            MessageParser parser,
            AuditTrail audit,
            int maxMessageBytes,
            long keepAliveMs) {
        this.callers = new Callers(upstreams, sessions);
        this.exchanges = exchanges;
        this.parser = parser;
        this.refusals = new Refusals(audit, OpenAiErrors::send);
        this.maxMessageBytes = maxMessageBytes;
        this.keepAliveMs = keepAliveMs;
    }

    /** Records requests that had no acceptable token. */
    public DenialListener denials() {
        return (exchange, denial) -> refusals.denied(exchange, connectionName(exchange), denial);
    }

    /** Answers requests that had no acceptable token. */
    public BearerAuthHandler.DenialForm denialForm() {
        return OpenAiErrors::send;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        Principal principal = Identity.of(exchange);
        String name = connectionName(exchange);
        try {
            Upstream upstream = callers.upstream(name, principal);
            if (!(upstream.target() instanceof Target.Llm)) {
                throw refused(404, "The connection is none to a language model");
            }
            handle(exchange, principal, upstream, exchange.getRequestPath().substring(PREFIX.length() + name.length()));
        } catch (RefusedException e) {
            refusals.refuse(exchange, principal, name, e.refusal());
        }
    }

    private void handle(HttpServerExchange exchange, Principal principal, Upstream upstream, String path)
            throws RefusedException {
        if (path.equals(COMPLETIONS)) {
            requireMethod(exchange, Methods.POST);
            MediaTypes.requireJsonBody(exchange);
            requireRoom();
            receive(exchange, principal, upstream);
        } else if (path.equals(MODELS)) {
            requireMethod(exchange, Methods.GET);
            requireRoom();
            exchange.dispatch(
                    SameThreadExecutor.INSTANCE,
                    () -> begin(exchange, principal, upstream, ChatMethods.MODELS, NOTHING));
        } else {
            throw refused(404, "There is nothing at this path but chat/completions and models");
        }
    }

    private static void requireMethod(HttpServerExchange exchange, HttpString method) throws RefusedException {
        if (!exchange.getRequestMethod().equals(method)) {
            throw refused(405, "Use " + method);
        }
    }

    private void requireRoom() throws RefusedException {
        if (!exchanges.hasRoomBesides(incoming.get())) {
            throw new RefusedException(
                    new Refusal(503, ErrorCode.OVERLOADED, "Too many requests are under way; try again", null));
        }
    }

    private void receive(HttpServerExchange exchange, Principal principal, Upstream upstream) {
        RequestBody.receive(exchange, maxMessageBytes, incoming, new RequestBody.Callback() {
            @Override
            public void received(byte[] body) {
                // Not before the handlers have returned may the exchange be ended from elsewhere.
                exchange.dispatch(
                        SameThreadExecutor.INSTANCE,
                        () -> begin(exchange, principal, upstream, ChatMethods.COMPLETIONS, body));
            }

            @Override
            public void refused(Refusal refusal) {
                refusals.refuse(exchange, principal, upstream.name(), refusal);
            }
        });
    }

    private void begin(
            HttpServerExchange exchange, Principal principal, Upstream upstream, String method, byte[] body) {
        try {
            // Before it is put into a message, out of which it could otherwise break.
            parser.requireObject(body);
            Message.Request request = (Message.Request) parser.parse(Chats.request(method, body));
            ChatReply reply = new ChatReply(exchange, ChatJson.wantsStream(body), keepAliveMs);
            HangUp.watch(exchange, reply::hungUp);
            exchanges.begin(caller(principal, upstream), request, reply, true);
        } catch (MalformedMessageException e) {
            Refusal refusal = new Refusal(400, e.code(), e.getMessage(), FactType.MALFORMED_MESSAGE);
            refusals.refuse(exchange, principal, upstream.name(), refusal);
        } catch (RuntimeException e) {
            Async.failed(exchange, e);
        }
    }

    /** Each call stands for itself: hanging up takes it back. */
    private Caller caller(Principal principal, Upstream upstream) {
        String sessionId = SessionIds.statelessSessionId(
                principal, upstream.name(), LocalDate.now(clock.withZone(ZoneOffset.UTC)));
        Route route = new Route(principal.toRecord(), sessionId, upstream.name(), "");
        return new Caller(principal, route, upstream, null, UpstreamSession.stateless("", MirroredHeaders.NONE));
    }

    private static RefusedException refused(int status, String message) {
        return new RefusedException(new Refusal(status, ErrorCode.INVALID_REQUEST, message, null));
    }

    private static String connectionName(HttpServerExchange exchange) {
        String path = exchange.getRequestPath();
        String rest = path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : "";
        int slash = rest.indexOf('/');
        String name = slash < 0 ? rest : rest.substring(0, slash);
        // Names are bounded (see ConnectionResource), so that a longer one need not be recorded.
        return name.length() <= 63 ? name : "";
    }
}
