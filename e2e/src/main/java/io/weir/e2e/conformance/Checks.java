/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the suite checked in one scenario. */
record Checks(List<Check> all) {

    /** What stands for a scenario that left no checks: it did not end in time. */
    static final Checks NONE = new Checks(List.of());

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INFO = "INFO";
    private static final int MAX_MESSAGE_CHARS = 300;

    /**
     * One check.
     *
     * @param name distinguishes checks of the same requirement
     * @param status {@code SUCCESS}, {@code FAILURE}, {@code WARNING} or {@code SKIPPED}
     * @param message what was wrong; may be empty
     */
    record Check(String id, String name, String status, String message) {
        private String key() {
            return id + " (" + name + ")";
        }

        private String told() {
            return message.isEmpty() ? status : status + ": " + message;
        }
    }

    /** Reads a file of the suite. What is only told, and checks nothing, is left out. */
    static Checks read(Path file) throws IOException {
        List<Check> checks = new ArrayList<>();
        for (JsonNode check : JSON.readTree(Files.readAllBytes(file))) {
            if (!check.path("status").asText().equals(INFO)) {
                checks.add(new Check(
                        check.path("id").asText(),
                        check.path("name").asText(),
                        check.path("status").asText(),
                        shortened(check.path("errorMessage").asText(""))));
            }
        }
        return new Checks(checks);
    }

    private static String shortened(String message) {
        return message.length() <= MAX_MESSAGE_CHARS ? message : message.substring(0, MAX_MESSAGE_CHARS) + "…";
    }

    long passed() {
        return count("SUCCESS");
    }

    long failed() {
        return count("FAILURE");
    }

    long warned() {
        return count("WARNING");
    }

    private long count(String status) {
        return all.stream().filter(check -> check.status.equals(status)).count();
    }

    /** The checks that another way ended differently, a line each; empty when all ended the same. */
    List<String> differences(Checks other) {
        Map<String, List<Check>> here = byKey();
        Map<String, List<Check>> there = other.byKey();
        Set<String> keys = new TreeSet<>(here.keySet());
        keys.addAll(there.keySet());
        return keys.stream()
                .filter(key -> !statuses(here.get(key)).equals(statuses(there.get(key))))
                .map(key -> "  " + key + "\n    " + Way.DIRECT + ": " + told(here.get(key)) + "\n    " + Way.THROUGH
                        + ": " + told(there.get(key)))
                .toList();
    }

    private Map<String, List<Check>> byKey() {
        return all.stream().collect(Collectors.groupingBy(Check::key, TreeMap::new, Collectors.toList()));
    }

    private static List<String> statuses(List<Check> checks) {
        return checks == null
                ? List.of()
                : checks.stream().map(Check::status).sorted().toList();
    }

    private static String told(List<Check> checks) {
        return checks == null
                ? "not checked"
                : checks.stream()
                        .sorted(Comparator.comparing(Check::status))
                        .map(Check::told)
                        .collect(Collectors.joining("; "));
    }
}
