/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.ingress.decision.Route;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.session.Session;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.UpstreamSession;
import io.weir.model.Principal;
import io.weir.model.SessionIds;
import java.time.LocalDate;

/**
 * Who sends a message, and where to.
 *
 * @param session the session; null for the request that opens one, and for messages that stand for themselves
 * @param told what the upstream is told of session and revision
 */
public record Caller(Principal principal, Route route, Upstream upstream, Session session, UpstreamSession told) {

    /** The caller in a session that is known to be the principal's. */
    public static Caller inSession(Session session, Principal principal, Upstream upstream) {
        Route route = new Route(
                principal.toRecord(), session.id(), upstream.name(), session.protocolVersion(), session.gatewayTasks());
        return new Caller(principal, route, upstream, session, session.upstream());
    }

    /**
     * The caller who opens a session.
     *
     * @param version the {@code MCP-Protocol-Version} header, empty if there is none
     */
    public static Caller opening(Principal principal, Upstream upstream, Message.Request initialize, String version) {
        Route route = new Route(
                principal.toRecord(),
                SessionIds.newSessionId(principal),
                upstream.name(),
                initialize.protocolVersion());
        return new Caller(principal, route, upstream, null, UpstreamSession.inSession("", version));
    }

    /**
     * The caller of messages that stand for themselves.
     *
     * @param day whose session it is recorded in, in UTC
     */
    public static Caller stateless(Principal principal, Upstream upstream, UpstreamSession told, LocalDate day) {
        String sessionId = SessionIds.statelessSessionId(principal, upstream.name(), day);
        Route route = new Route(principal.toRecord(), sessionId, upstream.name(), told.protocolVersion());
        return new Caller(principal, route, upstream, null, told);
    }

    /** Whether its messages stand for themselves (MCP 2026-07-28): hanging up then takes a request back. */
    public boolean isStateless() {
        return told.stateless();
    }
}
