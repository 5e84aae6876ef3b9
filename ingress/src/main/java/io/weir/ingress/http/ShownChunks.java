/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.ingress.upstream.llm.ChatJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a client was shown of a chat completion, and what is still to be shown when the whole is known. */
final class ShownChunks {
    private record Key(int choice, String text) {}

    private final Map<Key, StringBuilder> texts = new HashMap<>();
    private final Set<Integer> withRole = new HashSet<>();

    void add(ObjectNode chunk) {
        for (JsonNode choice : chunk.path("choices")) {
            int index = choice.path("index").asInt();
            choice.path("delta").properties().forEach(member -> {
                if (member.getKey().equals("role")) {
                    withRole.add(index);
                } else {
                    texts.computeIfAbsent(new Key(index, member.getKey()), unknown -> new StringBuilder())
                            .append(member.getValue().asText());
                }
            });
        }
    }

    /** Whether all that was shown is how the whole begins. */
    boolean areOf(ObjectNode whole) {
        Map<Key, String> all = new HashMap<>();
        for (JsonNode choice : whole.path("choices")) {
            choice.path("message")
                    .properties()
                    .forEach(member -> all.put(
                            new Key(choice.path("index").asInt(), member.getKey()),
                            member.getValue().asText()));
        }
        return texts.entrySet().stream()
                .allMatch(text -> all.getOrDefault(text.getKey(), "")
                        .startsWith(text.getValue().toString()));
    }

    /** The chunks that are missing: the rest of each message, why it ended, and what it took. */
    List<ObjectNode> rest(ObjectNode whole) {
        List<ObjectNode> chunks = new ArrayList<>();
        ObjectNode head = whole.deepCopy();
        head.remove(List.of("choices", "usage"));
        head.put("object", "chat.completion.chunk");
        for (JsonNode choice : whole.path("choices")) {
            ObjectNode delta = delta(choice);
            if (!delta.isEmpty()) {
                ObjectNode told = ChatJson.object();
                told.set("index", choice.path("index"));
                told.set("delta", delta);
                told.putNull("finish_reason");
                chunks.add(chunk(head, told));
            }
            ObjectNode end = choice.deepCopy();
            end.remove("message");
            end.putObject("delta");
            chunks.add(chunk(head, end));
        }
        if (whole.hasNonNull("usage")) {
            ObjectNode usage = head.deepCopy();
            usage.putArray("choices");
            usage.set("usage", whole.get("usage"));
            chunks.add(usage);
        }
        return chunks;
    }

    private static ObjectNode chunk(ObjectNode head, ObjectNode choice) {
        ObjectNode chunk = head.deepCopy();
        chunk.putArray("choices").add(choice);
        return chunk;
    }

    private ObjectNode delta(JsonNode choice) {
        int index = choice.path("index").asInt();
        ObjectNode delta = ChatJson.object();
        choice.path("message").properties().forEach(member -> {
            StringBuilder before = texts.get(new Key(index, member.getKey()));
            boolean told = member.getKey().equals("role") && withRole.contains(index);
            if (before != null) {
                String rest = member.getValue().asText().substring(before.length());
                if (!rest.isEmpty()) {
                    delta.put(member.getKey(), rest);
                }
            } else if (!told) {
                delta.set(member.getKey(), member.getValue());
            }
        });
        return delta;
    }
}
