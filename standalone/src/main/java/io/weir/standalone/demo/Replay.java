/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.standalone.client.Journal;
import io.weir.standalone.client.WeirApi;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Reads the session of the story back from the journal. */
final class Replay {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int NEWEST = 50;

    private final Journal journal;
    private final String sessionId;

    /** Of that session, and no other: other people's, and alice's earlier ones, may be on the same instance. */
    Replay(WeirApi auditor, String sessionId) {
        this.journal = new Journal(auditor);
        this.sessionId = sessionId;
    }

    /** Waits for the end of the session to be in the journal, which is a little behind what clients see. */
    List<JsonNode> awaitWholeSession() {
        return Poll.until("the end of the session in the journal", TIMEOUT, this::events, Replay::isComplete);
    }

    private List<JsonNode> events() {
        boolean known = journal.sessions(NEWEST).stream()
                .anyMatch(session -> session.path("sessionId").asText().equals(sessionId));
        return known ? journal.events(sessionId) : List.of();
    }

    private static boolean isComplete(List<JsonNode> events) {
        return events.stream()
                .anyMatch(event -> event.path("fact").path("type").asText().equals("SESSION_CLOSED"));
    }

    static boolean isDense(List<JsonNode> events) {
        return IntStream.range(0, events.size())
                .allMatch(i -> events.get(i).path("sequence").asLong() == i + 1);
    }

    static boolean has(List<JsonNode> events, String outcome, String tool) {
        return events.stream()
                .anyMatch(event -> event.path("outcome").asText().equals(outcome)
                        && event.path("name").asText().equals(tool));
    }
}
