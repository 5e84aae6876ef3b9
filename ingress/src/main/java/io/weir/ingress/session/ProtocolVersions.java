/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.session;

import java.util.List;

/**
 * The MCP revisions that the gateway speaks. Up to 2025-11-25 a client opens a session and agrees on the revision in it; from
 * 2026-07-28 on each request stands for itself and says which revision it is written in.
 */
public final class ProtocolVersions {
    private static final String WITH_BATCHES = "2025-03-26";
    private static final String WITH_POLLING = "2025-11-25";
    private static final List<String> WITH_SESSIONS = List.of(WITH_POLLING, "2025-06-18", WITH_BATCHES, "2024-11-05");
    private static final String STATELESS = "2026-07-28";

    private ProtocolVersions() {}

    /** Whether the gateway speaks it, within a session. */
    public static boolean hasSessions(String version) {
        return WITH_SESSIONS.contains(version);
    }

    /** Whether the gateway speaks it, without sessions. */
    public static boolean isStateless(String version) {
        return STATELESS.equals(version);
    }

    /** Whether the revision has JSON-RPC batches; only one does. */
    public static boolean allowsBatches(String version) {
        return WITH_BATCHES.equals(version);
    }

    /** Whether a server may leave a client alone for a while (SSE polling); only one revision has it. */
    public static boolean allowsPolling(String version) {
        return WITH_POLLING.equals(version);
    }

    /** The revisions in which requests stand for themselves, newest first. */
    public static List<String> stateless() {
        return List.of(STATELESS);
    }

    /** The revisions that have sessions, newest first. */
    public static List<String> withSessions() {
        return WITH_SESSIONS;
    }
}
