/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** One event of a session as a line for people: number, time, who, what, and what became of it. */
public final class EventLine {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    private EventLine() {}

    /** The line, without its end. */
    public static String of(JsonNode event) {
        return "%4d  %s  %-8s %-46s %s"
                .formatted(
                        event.path("sequence").asLong(),
                        TIME.format(Instant.parse(event.path("receivedAt").asText())),
                        who(event),
                        what(event),
                        verdict(event))
                .stripTrailing();
    }

    private static String who(JsonNode event) {
        JsonNode principal = event.path("principal");
        return principal.path("name").asText(principal.path("subject").asText());
    }

    private static String what(JsonNode event) {
        String arrow = event.path("direction").asText().equals("SERVER_TO_CLIENT") ? "← " : "→ ";
        String call = (event.path("method").asText() + " " + event.path("name").asText()).strip();
        return switch (event.path("kind").asText()) {
            case "RESPONSE" -> arrow + "answer to " + call;
            case "CLAIM" -> arrow + call + ", now approved";
            case "FACT" -> fact(event);
            case "APPROVAL_COMMAND" ->
                event.has("fact")
                        ? fact(event)
                        : "decides on "
                                + event.path("approval").path("approvalId").asText();
            case "APPROVAL_EXPIRY" -> event.path("approval").path("approvalId").asText() + " ran out of time";
            default -> arrow + call;
        };
    }

    private static String fact(JsonNode event) {
        JsonNode fact = event.path("fact");
        String type = fact.path("type").asText().toLowerCase(Locale.ROOT).replace('_', ' ');
        return (type + " " + fact.path("attributes").path("tool").asText()).strip();
    }

    private static String verdict(JsonNode event) {
        String reason = event.path("reason").asText();
        return switch (event.path("outcome").asText()) {
            case "BLOCK" -> "BLOCKED" + rules(event) + (reason.isEmpty() ? "" : ": " + reason);
            case "HOLD" ->
                "HELD" + rules(event) + " as "
                        + event.path("approval").path("approvalId").asText();
            default -> event.has("vote") ? vote(event) : masked(event);
        };
    }

    private static String rules(JsonNode event) {
        JsonNode rules = event.path("rules");
        return rules.isEmpty() ? "" : " by " + String.join(", ", texts(rules));
    }

    private static Iterable<String> texts(JsonNode array) {
        return () -> StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .iterator();
    }

    private static String vote(JsonNode event) {
        JsonNode vote = event.path("vote");
        return (vote.path("approve").asBoolean() ? "approved: " : "rejected: ")
                + vote.path("reason").asText();
    }

    private static String masked(JsonNode event) {
        Map<String, Integer> counts = new TreeMap<>();
        for (JsonNode finding : event.path("findings")) {
            String entity = finding.path("entity").asText();
            if (!entity.isEmpty()) {
                counts.merge(entity, finding.path("count").asInt(1), Integer::sum);
            }
        }
        return counts.isEmpty()
                ? ""
                : counts.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", ", "masked ", ""));
    }
}
