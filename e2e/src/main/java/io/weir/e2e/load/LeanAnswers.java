/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.load;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the lean servers answer: {@code initialize}, {@code tools/call} with one text, and everything else with nothing in it. */
final class LeanAnswers {
    private static final Pattern ID = Pattern.compile("\"id\":(\"[^\"]*\"|-?\\d+)");
    private static final Pattern REF = Pattern.compile("\"ref\":\"([^\"]*)\"");

    private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
    private final String text;

    /** @param text the text that every tool call answers with; must need no JSON escapes */
    LeanAnswers(String text) {
        this.text = text;
    }

    /** How often each {@code ref} was called. */
    Map<String, AtomicInteger> calls() {
        return calls;
    }

    /** The answer to the message that begins there; empty if it wants none. */
    Optional<String> to(String message, int from) {
        Matcher id = ID.matcher(message).region(from, message.length());
        return id.find()
                ? Optional.of(
                        "{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + ",\"result\":" + result(message, from) + "}")
                : Optional.empty();
    }

    /** Whether the message that begins there opens a session. */
    static boolean isInitialize(String message, int from) {
        return message.indexOf("\"initialize\"", from) >= 0;
    }

    private String result(String message, int from) {
        if (isInitialize(message, from)) {
            return "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},"
                    + "\"serverInfo\":{\"name\":\"lean\",\"version\":\"1\"}}";
        }
        if (message.indexOf("\"tools/call\"", from) < 0) {
            return "{}";
        }
        Matcher ref = REF.matcher(message).region(from, message.length());
        if (ref.find()) {
            calls.computeIfAbsent(ref.group(1), r -> new AtomicInteger()).incrementAndGet();
        }
        return "{\"content\":[{\"type\":\"text\",\"text\":\"" + text + "\"}]}";
    }
}
