/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.pending;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Something that an application was told.
 *
 * @param event {@code progress}, {@code working} (of a task) or {@code answer}
 * @param millis since the call began
 */
record Told(String event, long millis, String text) {

    static Told of(JsonNode line) {
        return new Told(
                line.path("event").asText(),
                line.path("ms").asLong(),
                line.path("told").toString());
    }

    boolean isAnswer() {
        return event.equals("answer");
    }

    boolean isWorking() {
        return event.equals("working");
    }

    /** What an answer is: {@code result}, {@code PENDING}, or what it says. */
    String kind(String label) {
        if (text.contains("PENDING approval apr_") || (isWorking() && text.contains("Waiting for approval apr_"))) {
            return isWorking() ? "task, working" : "PENDING";
        }
        return text.contains(label) && !text.contains("\"error\"") ? "result" : text;
    }
}
