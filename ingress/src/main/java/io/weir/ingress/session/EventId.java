/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.session;

/**
 * Where on a client's stream an event stands: a position in the log, from which the stream can be read again.
 *
 * @param mailbox the partition of {@code weir.verdicts}
 * @param offset the offset of the verdict that the event tells
 * @param stream whose stream it is, see {@code Verdict.stream}
 * @param request the request that the stream answers; null for a stream of what the server says by itself
 */
public record EventId(int mailbox, long offset, String stream, Request request) {

    /**
     * A request, so far as it is needed to answer it.
     *
     * @param id its JSON-RPC id, as JSON
     * @param isToolCall whether an error may be told as a tool's result
     */
    public record Request(String id, boolean isToolCall) {}
}
