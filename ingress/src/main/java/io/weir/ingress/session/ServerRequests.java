/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.session;

import io.weir.ingress.decision.AnsweredRequest;
import io.weir.ingress.jsonrpc.RequestId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The server's requests that were shown to the client and wait for its answer; an answer is taken once. Thread-safe. */
public final class ServerRequests {
    private static final int MAX_OPEN = 256;

    private final Map<RequestId, AnsweredRequest> open = new HashMap<>();

    ServerRequests() {}

    /** Expects an answer; false if too many are open or one with this id is. Call it before the client sees the request. */
    public synchronized boolean expect(RequestId id, AnsweredRequest request) {
        return open.size() < MAX_OPEN && open.putIfAbsent(id, request) == null;
    }

    /** Takes the request that a response with this id answers; empty if none is open. */
    public synchronized Optional<AnsweredRequest> take(RequestId id) {
        return Optional.ofNullable(open.remove(id));
    }
}
