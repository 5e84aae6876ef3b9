/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.session;

import io.weir.model.Principal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The {@code requestState} with which the gateway has a client ask again while its request waits for people (MCP 2026-07-28, "Multi
 * Round-Trip Requests"): sealed, and good only for the person and the connection that it was given to. Thread-safe.
 */
public final class RequestStates {
    private static final String PREFIX = "weir-state-";

    private final Sealer sealer;

    /**
     * @param key as for sessions
     * @throws IllegalArgumentException if its length is not 16, 24 or 32 bytes
     */
    public RequestStates(byte[] key) {
        this.sealer = new Sealer(key, "weir mcp state 1");
    }

    /** Whether it is one of the gateway's, rather than an upstream's. */
    public static boolean isOurs(String requestState) {
        return requestState.startsWith(PREFIX);
    }

    /**
     * A state.
     *
     * @param leg how many times the client was told to ask again by now
     */
    public String seal(Principal principal, String connection, String approvalId, int leg) {
        return PREFIX
                + sealer.seal((leg + "|" + approvalId).getBytes(StandardCharsets.UTF_8), owner(principal, connection));
    }

    /** The leg of a state; empty for one that this person was not given on this connection. */
    public Optional<Integer> leg(Principal principal, String connection, String requestState) {
        return sealer.open(requestState.substring(PREFIX.length()), owner(principal, connection))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .map(text -> Integer.valueOf(text.substring(0, text.indexOf('|'))));
    }

    private static String owner(Principal principal, String connection) {
        return principal.key() + '|' + connection;
    }
}
