/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.demo;

import java.util.Map;
import java.util.Objects;

/**
 * One tool call that reached this server.
 *
 * @param sequence 1 for the first call since the start, without gaps
 * @param time when, as an ISO-8601 instant
 * @param tool the tool's name
 * @param arguments as they came, after JSON parsing
 * @param session the MCP session it came on
 * @param authorization who came: the scheme and a digest of the credential, or {@code none}; never the credential
 */
public record CallRecord(
        long sequence, String time, String tool, Map<String, Object> arguments, String session, String authorization) {

    public CallRecord {
        Objects.requireNonNull(tool, "tool");
        arguments = arguments == null ? Map.of() : arguments;
    }
}
