/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.session;

import java.util.List;

/** The MCP revisions that the gateway speaks. */
public final class ProtocolVersions {
    private static final String WITH_BATCHES = "2025-03-26";
    private static final List<String> SUPPORTED = List.of(WITH_BATCHES, "2025-06-18", "2025-11-25");

    private ProtocolVersions() {}

    /** Whether the gateway speaks it. */
    public static boolean isSupported(String version) {
        return SUPPORTED.contains(version);
    }

    /** Whether the revision has JSON-RPC batches; only one does. */
    public static boolean allowsBatches(String version) {
        return WITH_BATCHES.equals(version);
    }

    /** The revisions, oldest first, for people. */
    public static String describe() {
        return String.join(", ", SUPPORTED);
    }
}
