/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ToolRecord;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tools of all connections, as this process has read them from {@code weir.tools}. Written by the one thread that follows that
 * topic, read by all that decide.
 */
final class ToolBook {
    /** More tools than this of one connection are not recorded, and count as changed. */
    static final int MAX_TOOLS = 1_000;

    /** A tool with a longer name is not recorded, and counts as changed. MCP has 128 as the most. */
    static final int MAX_NAME_CHARS = 256;

    private static final Known UNREADABLE = new Known("", "?");

    /**
     * What is known of one tool.
     *
     * @param reviewed digest of the definition that is trusted
     * @param current digest of the definition that was seen last
     */
    record Known(String reviewed, String current) {
        boolean isChanged() {
            return !reviewed.equals(current);
        }
    }

    private final Map<String, Map<String, Known>> connections = new ConcurrentHashMap<>();

    static String key(String connection, String tool) {
        return connection + '/' + tool;
    }

    /** Whether a connection can have this name; with a slash in it, a key would not tell where the tool's name begins. */
    static boolean isConnection(String name) {
        return !name.isEmpty() && name.indexOf('/') < 0;
    }

    Optional<Known> find(String connection, String tool) {
        return Optional.ofNullable(
                connections.getOrDefault(connection, Map.of()).get(tool));
    }

    /** Whether a tool that is not in the book can have a record. */
    boolean hasRoomFor(String connection, String tool) {
        return tool.length() <= MAX_NAME_CHARS
                && connections.getOrDefault(connection, Map.of()).size() < MAX_TOOLS;
    }

    /**
     * Takes over one record of the topic.
     *
     * @param key {@code CONNECTION/TOOL}; a connection's name has no slash
     * @param record null if it was deleted
     */
    void apply(String key, ToolRecord record) {
        if (record == null) {
            connections
                    .getOrDefault(connectionOf(key), new ConcurrentHashMap<>())
                    .remove(toolOf(key));
        } else {
            put(key, new Known(record.getReviewedDigest(), record.getCurrentDigest()));
        }
    }

    /** A record that cannot be read: nobody knows what was reviewed, so the tool counts as changed. */
    void unreadable(String key) {
        put(key, UNREADABLE);
    }

    private void put(String key, Known known) {
        connections
                .computeIfAbsent(connectionOf(key), absent -> new ConcurrentHashMap<>())
                .put(toolOf(key), known);
    }

    private static String connectionOf(String key) {
        return key.substring(0, Math.max(0, key.indexOf('/')));
    }

    private static String toolOf(String key) {
        return key.substring(key.indexOf('/') + 1);
    }
}
