/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import io.weir.events.FactType;
import io.weir.ingress.exchange.Caller;
import io.weir.ingress.jsonrpc.ErrorCode;
import io.weir.ingress.jsonrpc.RequestId;
import io.weir.ingress.session.ProtocolVersions;
import io.weir.ingress.session.Session;
import io.weir.ingress.session.Sessions;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.Upstreams;
import io.weir.model.Principal;

/** Finds out on which connection and in which session a request comes, and whether it may. */
final class Callers {
    private final Upstreams upstreams;
    private final Sessions sessions;

    Callers(Upstreams upstreams, Sessions sessions) {
        this.upstreams = upstreams;
        this.sessions = sessions;
    }

    /** The connection, if there is one and the principal may use it. */
    Upstream upstream(String name, Principal principal) throws RefusedException {
        Upstream upstream = upstreams.find(name).orElseThrow(() -> denied(404, "There is no connection of this name"));
        if (!upstream.allows(principal)) {
            throw denied(403, "The connection is not open to any of your groups");
        }
        return upstream;
    }

    /** The revision that the request claims, empty if none (MCP, "Protocol Version Header"). */
    static String protocolVersion(HttpServerExchange exchange) throws RefusedException {
        return single(exchange, McpHeaders.PROTOCOL_VERSION);
    }

    /** A claimed revision must be one that has sessions. */
    static void requireSessions(String version) throws RefusedException {
        if (!version.isEmpty() && !ProtocolVersions.hasSessions(version)) {
            throw StatelessCallers.unsupported(RequestId.NULL, version, ProtocolVersions.withSessions());
        }
    }

    /** The caller within a session. */
    Caller inSession(HttpServerExchange exchange, Principal principal, Upstream upstream, String version)
            throws RefusedException {
        requireSessions(version);
        String token = single(exchange, McpHeaders.SESSION_ID);
        if (token.isEmpty()) {
            throw invalid("The Mcp-Session-Id header is missing; a session begins with initialize");
        }
        Session session = sessions.find(token, principal, upstream.name())
                .orElseThrow(() -> denied(404, "There is no such session; begin with initialize"));
        if (!version.isEmpty() && !version.equals(session.protocolVersion())) {
            throw invalid("The protocol version is not the one that the session agreed on");
        }
        return Caller.inSession(session, principal, upstream);
    }

    /** The header's only value, empty if it is absent. */
    static String single(HttpServerExchange exchange, HttpString header) throws RefusedException {
        HeaderValues values = exchange.getRequestHeaders().get(header);
        if (values == null) {
            return "";
        }
        if (values.size() > 1) {
            throw invalid("The header " + header + " may appear only once");
        }
        return values.getFirst();
    }

    private static RefusedException denied(int status, String message) {
        return new RefusedException(new Refusal(status, ErrorCode.INVALID_REQUEST, message, FactType.ACCESS_DENIED));
    }

    static RefusedException invalid(String message) {
        return new RefusedException(new Refusal(400, ErrorCode.INVALID_REQUEST, message, FactType.MALFORMED_MESSAGE));
    }
}
