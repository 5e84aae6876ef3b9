/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.decision;

import io.weir.events.PrincipalRecord;

/**
 * Whose message it is and where it travels; the same for all messages of a session.
 *
 * @param principal the client's principal, for messages from the server as well
 * @param sessionId the audit session
 * @param connection the connection's name
 * @param protocolVersion the MCP revision in use, empty while it is not agreed
 * @param gatewayTasks whether the client was told of tasks that the gateway makes, see {@code Intake.gatewayTasks}
 */
public record Route(
        PrincipalRecord principal, String sessionId, String connection, String protocolVersion, boolean gatewayTasks) {

    /** Where the gateway makes no tasks. */
    public Route(PrincipalRecord principal, String sessionId, String connection, String protocolVersion) {
        this(principal, sessionId, connection, protocolVersion, false);
    }
}
