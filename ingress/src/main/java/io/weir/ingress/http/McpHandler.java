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
import io.weir.ingress.audit.AuditTrail;
import io.weir.ingress.exchange.Dispatcher;
import io.weir.ingress.jsonrpc.ErrorCode;
import io.weir.ingress.jsonrpc.MessageParser;
import io.weir.ingress.session.EventIds;
import io.weir.ingress.session.ProtocolVersions;
import io.weir.ingress.session.RequestStates;
import io.weir.ingress.session.Sessions;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.Upstreams;
import io.weir.model.Principal;
import io.weir.service.identity.DenialListener;
import io.weir.service.identity.Identity;
import java.time.Clock;

/**
 * {@code /mcp/CONNECTION}: MCP's Streamable HTTP endpoint of one connection, and below it those of the older HTTP+SSE transport, for
 * callers who are authenticated. Sees to
 * everything that can be said of a request before its body is read, and hands it to the handler of its method.
 */
public final class McpHandler implements HttpHandler {
    private static final String PREFIX = "/mcp/";

    private final Callers callers;
    private final Refusals refusals;
    private final PostHandler post;
    private final StreamHandler get;
    private final EndOfSessionHandler delete;
    private final HttpSseHandler httpSse;

    /** What clients give back that the gateway gave them. */
    public record Sealed(Sessions sessions, EventIds eventIds, RequestStates requestStates) {}

    /**
     * @param maxMessageBytes longest message
     * @param keepAliveMs longest silence on a stream, milliseconds
     */
    public McpHandler(
            Upstreams upstreams,
            Dispatcher dispatcher,
            MessageParser parser,
            AuditTrail audit,
            Sealed sealed,
            int maxMessageBytes,
            long keepAliveMs) {
        this.callers = new Callers(upstreams, sealed.sessions());
        this.refusals = new Refusals(audit, Refusals::send);
        StatelessCallers stateless = new StatelessCallers(sealed.requestStates(), Clock.systemUTC());
        this.post = new PostHandler(callers, stateless, dispatcher, parser, refusals, maxMessageBytes, keepAliveMs);
        this.get = new StreamHandler(callers, dispatcher, sealed.eventIds(), keepAliveMs);
        this.delete = new EndOfSessionHandler(callers, dispatcher);
        this.httpSse = new HttpSseHandler(dispatcher, parser, refusals, maxMessageBytes, keepAliveMs);
    }

    /** Records requests that had no acceptable token. */
    public DenialListener denials() {
        return (exchange, denial) -> refusals.denied(exchange, connectionName(exchange), denial);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        Principal principal = Identity.of(exchange);
        String name = connectionName(exchange);
        try {
            Upstream upstream = callers.upstream(name, principal);
            String endpoint = endpoint(exchange);
            if (endpoint.isEmpty()) {
                handle(exchange, principal, upstream);
            } else {
                httpSse.handle(exchange, endpoint, principal, upstream);
            }
        } catch (RefusedException e) {
            refusals.refuse(exchange, principal, name, e.refusal());
        }
    }

    private void handle(HttpServerExchange exchange, Principal principal, Upstream upstream) throws RefusedException {
        HttpString method = exchange.getRequestMethod();
        if (method.equals(Methods.POST)) {
            post.handle(exchange, principal, upstream);
        } else if (ProtocolVersions.isStateless(Callers.protocolVersion(exchange))) {
            throw new RefusedException(
                    new Refusal(405, ErrorCode.INVALID_REQUEST, "This revision has only POST", null));
        } else if (method.equals(Methods.GET)) {
            get.handle(exchange, principal, upstream);
        } else if (method.equals(Methods.DELETE)) {
            delete.handle(exchange, principal, upstream);
        } else {
            throw new RefusedException(new Refusal(405, ErrorCode.INVALID_REQUEST, "Use POST, GET or DELETE", null));
        }
    }

    /** What follows the connection's name in the path; empty if nothing does. */
    private static String endpoint(HttpServerExchange exchange) {
        String rest = rest(exchange);
        int slash = rest.indexOf('/');
        return slash < 0 ? "" : rest.substring(slash + 1);
    }

    private static String connectionName(HttpServerExchange exchange) {
        String rest = rest(exchange);
        int slash = rest.indexOf('/');
        String name = slash < 0 ? rest : rest.substring(0, slash);
        // Names are bounded (see ConnectionResource), so that a longer one need not be recorded.
        return name.length() <= 63 ? name : "";
    }

    private static String rest(HttpServerExchange exchange) {
        String path = exchange.getRequestPath();
        return path.startsWith(PREFIX) ? path.substring(PREFIX.length()) : "";
    }
}
