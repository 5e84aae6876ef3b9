/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.load;

import java.util.Locale;

/** In which form a load's calls travel. */
public enum Form {
    /** In a session; an answer is one JSON text. */
    JSON,
    /** In a session; an answer is a stream of a notification and the result. */
    STREAM,
    /** Without a session (MCP 2026-07-28); an answer is one JSON text. */
    STATELESS,
    /** In a session with a server over standard input and output, behind an agent; an answer is one JSON text. */
    STDIO;

    /** The tool that answers in this form. */
    String tool() {
        return this == STREAM ? LeanUpstream.STREAMING_TOOL : "lookup";
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
