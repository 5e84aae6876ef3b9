/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.util.HttpString;

/** Header names of MCP's Streamable HTTP transport. */
final class McpHeaders {
    static final HttpString SESSION_ID = new HttpString("Mcp-Session-Id");
    static final HttpString PROTOCOL_VERSION = new HttpString("MCP-Protocol-Version");
    static final HttpString LAST_EVENT_ID = new HttpString("Last-Event-ID");
    static final HttpString METHOD = new HttpString("Mcp-Method");
    static final HttpString NAME = new HttpString("Mcp-Name");

    private McpHeaders() {}
}
