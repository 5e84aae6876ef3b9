/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.ingress.decision.Route;
import io.weir.ingress.session.Session;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.UpstreamSession;
import io.weir.model.Principal;

/**
 * Who sends a message, and where to.
 *
 * @param session the session; null for the request that opens one, and for messages that stand for themselves
 * @param told what the upstream is told of session and revision
 */
public record Caller(Principal principal, Route route, Upstream upstream, Session session, UpstreamSession told) {

    /** Whether its messages stand for themselves (MCP 2026-07-28): hanging up then takes a request back. */
    public boolean isStateless() {
        return told.stateless();
    }
}
