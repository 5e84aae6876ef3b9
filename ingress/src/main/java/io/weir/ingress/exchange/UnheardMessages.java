/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What servers said while their clients had no stream open: a client opens one after it has begun its session, and a server may
 * ask it something before that. Kept for a short while, and only so much. Thread-safe.
 */
final class UnheardMessages {
    private static final int MAX_SESSIONS = 1_024;
    private static final int MAX_MESSAGES = 64;
    private static final long KEEP_NANOS = Duration.ofSeconds(30).toNanos();

    /**
     * One message.
     *
     * @param offset where in the mailbox its verdict stands
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Message(byte[] payload, long offset, long keptAtNanos) {}

    private final Map<String, Deque<Message>> bySession = new LinkedHashMap<>();

    synchronized void keep(String sessionId, byte[] payload, long offset, long nowNanos) {
        if (bySession.size() >= MAX_SESSIONS && !bySession.containsKey(sessionId)) {
            return;
        }
        Deque<Message> messages = bySession.computeIfAbsent(sessionId, absent -> new ArrayDeque<>());
        if (messages.size() < MAX_MESSAGES) {
            messages.add(new Message(payload, offset, nowNanos));
        }
    }

    /** Removes and returns what was kept for the session, in its order. */
    synchronized List<Message> take(String sessionId) {
        Deque<Message> messages = bySession.remove(sessionId);
        return messages == null ? List.of() : List.copyOf(messages);
    }

    synchronized void expire(long nowNanos) {
        bySession.values().removeIf(messages -> {
            messages.removeIf(message -> nowNanos - message.keptAtNanos() > KEEP_NANOS);
            return messages.isEmpty();
        });
    }
}
