/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.jsonrpc;

/**
 * What a request says of itself in {@code params._meta} (MCP 2026-07-28, "_meta"). Requests of earlier revisions say none of it.
 *
 * @param protocolVersion the revision that the request is written in; empty if it does not say
 * @param hasCapabilities whether the client says what it can do
 * @param declaresTasks whether that includes the Tasks extension ({@code io.modelcontextprotocol/tasks})
 */
public record RequestMeta(String protocolVersion, boolean hasCapabilities, boolean declaresTasks) {

    /** Nothing is said. */
    public static final RequestMeta NONE = new RequestMeta("", false, false);

    /** Whether the request is one of the stateless protocol, well-formed or not. */
    public boolean isStateless() {
        return !protocolVersion.isEmpty() || hasCapabilities;
    }
}
