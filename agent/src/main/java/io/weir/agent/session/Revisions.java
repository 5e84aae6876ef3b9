/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.session;

/** The two kinds of revisions of MCP. */
final class Revisions {
    private static final String FIRST_STATELESS = "2026-07-28";

    private Revisions() {}

    /** Whether requests of this revision stand for themselves, so that no session begins with {@code initialize}. */
    static boolean isStateless(String revision) {
        // They are dates (MCP, "Versioning").
        return revision.compareTo(FIRST_STATELESS) >= 0;
    }
}
