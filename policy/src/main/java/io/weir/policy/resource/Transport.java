/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

/** How an MCP server over HTTP is spoken to (MCP, "Transports"). */
public enum Transport {
    /** Found out with each {@code initialize} (MCP 2025-11-25, "Backwards Compatibility"). */
    AUTO,
    /** Streamable HTTP, from revision 2025-03-26 on. */
    HTTP,
    /** HTTP+SSE, of revision 2024-11-05: one stream tells everything, messages are posted elsewhere. */
    SSE
}
