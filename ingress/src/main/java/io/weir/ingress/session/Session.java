/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.session;

import io.weir.ingress.upstream.UpstreamSession;

/**
 * A session of one client on one connection. All that must outlive this process is in its token; what is here is only about
 * streams that this process holds.
 */
public final class Session {
    private final SessionClaims claims;
    private final String token;

    Session(SessionClaims claims, String token) {
        this.claims = claims;
        this.token = token;
    }

    /** The audit session's id. */
    public String id() {
        return claims.sessionId();
    }

    /** The {@code Mcp-Session-Id} that the client has. */
    public String token() {
        return token;
    }

    /** The MCP revision that was agreed. */
    public String protocolVersion() {
        return claims.protocolVersion();
    }

    /** Whether the client was told of tasks that the gateway makes, since the upstream has none. */
    public boolean gatewayTasks() {
        return claims.gatewayTasks();
    }

    /** What the upstream is told. */
    public UpstreamSession upstream() {
        return UpstreamSession.inSession(claims.upstreamSessionId(), claims.protocolVersion());
    }

    boolean belongsTo(String principalKey, String connection) {
        return claims.principalKey().equals(principalKey) && claims.connection().equals(connection);
    }

    boolean openedBefore(long epochMs) {
        return claims.openedAtMs() < epochMs;
    }

    @Override
    public String toString() {
        return "Session[" + claims.sessionId() + "]";
    }
}
