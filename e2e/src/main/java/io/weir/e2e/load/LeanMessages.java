/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.load;

/** The messages of the lean clients. */
final class LeanMessages {
    static final String INITIALIZED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

    private LeanMessages() {}

    static String initialize(int id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"initialize\",\"params\":{"
                + "\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},"
                + "\"clientInfo\":{\"name\":\"lean\",\"version\":\"1\"}}}";
    }

    /** @param more members of the params, each behind a comma; or nothing */
    static String toolCall(int id, String tool, String ref, String padding, String more) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":{\"ref\":\"" + ref + "\",\"text\":\"" + padding + "\"}" + more + "}}";
    }
}
