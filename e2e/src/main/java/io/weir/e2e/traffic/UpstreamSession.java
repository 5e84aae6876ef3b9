/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A session at the upstream.
 *
 * @param name what its client called itself; begins the tags of all its exchanges
 * @param running the tags of the requests under way, by id as written
 * @param cancelled what was cancelled: the tag that the notification names, by the request id that it names
 * @param questions open requests to the client, by id as written
 * @param asked how many questions there were
 * @param said for the session's GET stream
 */
record UpstreamSession(
        String name,
        Map<String, String> running,
        Map<String, String> cancelled,
        Map<String, CompletableFuture<JsonNode>> questions,
        AtomicInteger asked,
        BlockingQueue<String> said) {

    static UpstreamSession of(String name) {
        return new UpstreamSession(
                name,
                new ConcurrentHashMap<>(),
                new ConcurrentHashMap<>(),
                new ConcurrentHashMap<>(),
                new AtomicInteger(),
                new LinkedBlockingQueue<>(1000));
    }

    /** For what stands for itself. */
    static UpstreamSession none() {
        return of("");
    }

    /** The id of the next question: the same in all sessions, and numbers and texts that look alike. */
    String nextQuestionId() {
        return Ids.next(asked);
    }
}
