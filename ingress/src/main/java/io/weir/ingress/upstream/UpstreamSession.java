/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

/**
 * What is told to the upstream with each message.
 *
 * @param sessionId the upstream's own {@code Mcp-Session-Id}, empty if there is none
 * @param protocolVersion {@code MCP-Protocol-Version}, empty if there is none to tell
 */
public record UpstreamSession(String sessionId, String protocolVersion) {

    /** Before a session is opened. */
    public static final UpstreamSession NONE = new UpstreamSession("", "");
}
