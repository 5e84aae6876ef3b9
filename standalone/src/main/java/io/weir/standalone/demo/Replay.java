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
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads the one session of the story back from the journal. */
final class Replay {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int NEWEST = 50;

    private final Journal journal;

    Replay(WeirApi auditor) {
        this.journal = new Journal(auditor);
    }

    /** Waits for the end of the session to be in the journal, which is a little behind what clients see. */
    List<JsonNode> awaitWholeSession() {
        return Poll.until("the end of the session in the journal", TIMEOUT, this::events, Replay::isComplete);
    }

    private List<JsonNode> events() {
        Optional<String> id = journal.sessions(NEWEST).stream()
                .filter(session -> session.path("name").asText().equals("alice"))
                .filter(session -> session.path("connection").asText().equals("demo"))
                .map(session -> session.path("sessionId").asText())
                .findFirst();
        return id.map(journal::events).orElse(List.of());
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
