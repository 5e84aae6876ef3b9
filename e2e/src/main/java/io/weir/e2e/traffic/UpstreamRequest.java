/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.traffic;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What reached the upstream.
 *
 * @param json the message, missing if there is none
 */
record UpstreamRequest(String httpMethod, boolean isModern, JsonNode json) {

    static UpstreamRequest of(Wire.Head head, String body) {
        JsonNode json =
                body.isEmpty() ? com.fasterxml.jackson.databind.node.MissingNode.getInstance() : Plan.json(body);
        return new UpstreamRequest(
                head.firstLine().split(" ", 2)[0],
                head.header("mcp-protocol-version").equals(ModernClient.REVISION),
                json);
    }

    String method() {
        return json.path("method").asText();
    }

    /** The id as it is written: {@code "1"} and {@code 1} are two. */
    String id() {
        return json.path("id").toString();
    }

    JsonNode params() {
        return json.path("params");
    }

    JsonNode progressToken() {
        return params().path("_meta").path("progressToken");
    }
}
