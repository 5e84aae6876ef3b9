/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.message;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/** The messages that the agent writes itself. Their texts are its own: nothing of a message is ever quoted. */
public final class GatewayMessages {
    /** The server did not get the request; the code that the ingress has for it as well. */
    public static final int UPSTREAM_UNREACHABLE = -31003;

    /** The agent is full; likewise. */
    public static final int OVERLOADED = -31007;

    /** The server got the request, and whether it acted cannot be known; likewise. */
    public static final int OUTCOME_UNKNOWN = -31008;

    /** JSON-RPC 2.0, section 5.1: no request that could be answered here. */
    public static final int INVALID_REQUEST = -32600;

    /** JSON-RPC 2.0, section 5.1: the method is not offered. */
    public static final int METHOD_NOT_FOUND = -32601;

    private GatewayMessages() {}

    /**
     * A JSON-RPC error response.
     *
     * @param id the request's id, JSON
     */
    public static byte[] error(byte[] id, int code, String message) {
        StringBuilder json = new StringBuilder(160)
                .append("{\"jsonrpc\":\"2.0\",\"id\":")
                .append(new String(id, StandardCharsets.UTF_8))
                .append(",\"error\":{\"code\":")
                .append(code)
                .append(",\"message\":\"");
        JsonStringEncoder.getInstance().quoteAsString(message, json);
        return json.append("\"}}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Takes a request back.
     *
     * @param id the request's id, JSON
     */
    public static byte[] cancelled(byte[] id, String reason) {
        StringBuilder json = new StringBuilder(160)
                .append("{\"jsonrpc\":\"2.0\",\"method\":\"" + Envelope.CANCELLED + "\",\"params\":{\"requestId\":")
                .append(new String(id, StandardCharsets.UTF_8))
                .append(",\"reason\":\"");
        JsonStringEncoder.getInstance().quoteAsString(reason, json);
        return json.append("\"}}").toString().getBytes(StandardCharsets.UTF_8);
    }
}
