/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.jsonrpc;

/**
 * How a request stands to others: whether it goes on with an earlier one, and whether it may be answered later.
 *
 * @param requestState {@code params.requestState} (MCP 2026-07-28, "Multi Round-Trip Requests"); empty if there is none
 * @param hasInputResponses whether it brings {@code params.inputResponses}
 * @param asksForTask whether it has {@code params.task} (MCP 2025-11-25, "Tasks")
 * @param leg how many times the gateway has had it asked again already, while it waits for people
 */
public record Continuation(String requestState, boolean hasInputResponses, boolean asksForTask, int leg) {

    /** A request by itself. */
    public static final Continuation NONE = new Continuation("", false, false, 0);
}
