/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.session;

import io.weir.agent.message.GatewayMessages;
import io.weir.events.Fact;
import io.weir.events.FactType;
import java.util.HashMap;
import java.util.Map;

/**
 * Why a server does not answer a request.
 *
 * @param type for the record
 * @param code of the JSON-RPC error
 * @param reason for people
 * @param httpStatus that tells the client more than the error does; 0 for none
 */
record Failure(FactType type, int code, String reason, int httpStatus) {

    /** The server did not get it. */
    static Failure unreachable(String reason) {
        return new Failure(FactType.UPSTREAM_UNREACHABLE, GatewayMessages.UPSTREAM_UNREACHABLE, reason, 0);
    }

    /** The agent has too many sessions. */
    static Failure overloaded() {
        return new Failure(
                FactType.UPSTREAM_UNREACHABLE,
                GatewayMessages.OVERLOADED,
                "The agent has as many sessions as it may have; try again later",
                0);
    }

    /** There is no such session; 404 makes the client open a new one (MCP, "Session Management"). */
    static Failure sessionGone() {
        return new Failure(
                FactType.UPSTREAM_INVALID,
                GatewayMessages.INVALID_REQUEST,
                "The server's process of this session has ended; begin a new session with initialize",
                404);
    }

    /** The server had it. */
    static Failure unknown(String reason) {
        return new Failure(
                FactType.OUTCOME_UNKNOWN, GatewayMessages.OUTCOME_UNKNOWN, reason + "; whether it acted is unknown", 0);
    }

    byte[] answer(byte[] id) {
        return GatewayMessages.error(id, code, reason);
    }

    Fact fact() {
        Map<String, String> attributes = new HashMap<>(Map.of("code", Integer.toString(code)));
        if (httpStatus != 0) {
            attributes.put("status", Integer.toString(httpStatus));
        }
        return new Fact(type, reason, attributes);
    }
}
