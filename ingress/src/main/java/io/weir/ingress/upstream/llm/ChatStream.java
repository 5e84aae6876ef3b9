/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/** The chunks of a chat completion, put together to the answer that they are of. Not thread-safe. */
final class ChatStream {
    private final int maxBytes;
    private final ObjectNode head = ChatJson.object();
    private final Map<Integer, ChatChoice> choices = new TreeMap<>();
    private JsonNode usage;
    private long bytes;
    private boolean tellsParts = true;

    /** @param maxBytes of all chunks together, so much and no more */
    ChatStream(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** All chunks together are too long. */
    static final class TooLongException extends Exception {
        private static final long serialVersionUID = 1L;

        TooLongException(int limit) {
            super("The model's answer is longer than " + limit + " bytes", null, false, false);
        }
    }

    /** @param length of the chunk, bytes; most of it is the same in every chunk, and does not count */
    void add(ObjectNode chunk, int length) throws TooLongException {
        chunk.properties().forEach(member -> addMember(member.getKey(), member.getValue()));
        bytes += Math.max(0, length - overhead(chunk));
        if (bytes > maxBytes) {
            throw new TooLongException(maxBytes);
        }
    }

    /** What is not in the choices is kept once. */
    private static int overhead(ObjectNode chunk) {
        int sum = 0;
        for (Map.Entry<String, JsonNode> member : chunk.properties()) {
            boolean counts =
                    member.getKey().equals("choices") || !member.getValue().isValueNode();
            sum += counts
                    ? 0
                    : member.getKey().length() + member.getValue().asText().length();
        }
        return sum;
    }

    private void addMember(String name, JsonNode value) {
        switch (name) {
            case "choices" -> value.forEach(this::addChoice);
            case "object" -> {
                // That of a chunk.
            }
            case "usage" -> usage = value.isNull() ? usage : value;
            default -> {
                if (!head.hasNonNull(name)) {
                    head.set(name, value);
                }
            }
        }
    }

    private void addChoice(JsonNode choice) {
        if (choice instanceof ObjectNode object) {
            int index = object.path("index").asInt();
            choices.computeIfAbsent(index, ChatChoice::new).add(object);
        }
    }

    /** How many chars are in no part yet. */
    int waiting() {
        return choices.values().stream().mapToInt(ChatChoice::waiting).sum();
    }

    /** The answer is told as a whole only. */
    void noMoreParts() {
        tellsParts = false;
    }

    /** Whether something can be told before the rest is known. */
    boolean hasPart() {
        return tellsParts && choices.values().stream().anyMatch(ChatChoice::hasPart);
    }

    /** A chunk with all that can be told now. */
    ObjectNode takePart() {
        ObjectNode part = head.deepCopy();
        part.put("object", "chat.completion.chunk");
        var told = part.putArray("choices");
        for (ChatChoice choice : choices.values()) {
            if (choice.hasPart()) {
                told.add(choice.takePart());
            }
        }
        return part;
    }

    /** Whether each choice has said why it ended. */
    boolean isFinished() {
        return !choices.isEmpty() && choices.values().stream().allMatch(ChatChoice::isFinished);
    }

    /** All of it, as it would have come without a stream. */
    ObjectNode answer() {
        ObjectNode answer = head.deepCopy();
        answer.put("object", "chat.completion");
        var all = answer.putArray("choices");
        choices.values().forEach(choice -> all.add(choice.answer()));
        if (usage != null) {
            answer.set("usage", usage);
        }
        return answer;
    }
}
