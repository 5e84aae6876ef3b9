/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** One of the answers that a stream tells. Its texts are told in parts; all else, calls of functions included, once it is whole. */
final class ChatChoice {
    /** Given once, though some servers repeat them. */
    private static final Set<String> ONCE = Set.of("role", "id", "type", "name");

    private final int index;
    private final Map<String, GrowingText> texts = new LinkedHashMap<>();
    private final ObjectNode message = ChatJson.object();
    private final ObjectNode others = ChatJson.object();
    private boolean roleTold;

    ChatChoice(int index) {
        this.index = index;
    }

    void add(ObjectNode choice) {
        choice.properties().forEach(member -> {
            if (member.getKey().equals("delta") && member.getValue() instanceof ObjectNode delta) {
                delta.properties().forEach(each -> addDelta(each.getKey(), each.getValue()));
            } else if (!member.getKey().equals("index") && !member.getKey().equals("logprobs")) {
                // See Logprobs.
                keepLast(member.getKey(), member.getValue());
            }
        });
    }

    private void keepLast(String name, JsonNode value) {
        if (!value.isNull() || !others.has(name)) {
            others.set(name, value);
        }
    }

    private void addDelta(String name, JsonNode value) {
        if (ChatJson.TEXTS.contains(name) && value.isTextual()) {
            texts.computeIfAbsent(name, unknown -> new GrowingText()).append(value.textValue());
        } else if (!texts.containsKey(name)) {
            merge(message, name, value);
        }
    }

    private static void merge(ObjectNode into, String name, JsonNode value) {
        JsonNode known = into.get(name);
        if (known == null || known.isNull()) {
            into.set(name, value instanceof ArrayNode ? merged(ChatJson.object().arrayNode(), value) : value);
        } else if (known.isTextual() && value.isTextual()) {
            boolean once = ONCE.contains(name) && !known.textValue().isEmpty();
            into.set(name, once ? known : TextNode.valueOf(known.textValue() + value.textValue()));
        } else if (known instanceof ObjectNode object && value instanceof ObjectNode more) {
            more.properties().forEach(member -> merge(object, member.getKey(), member.getValue()));
        } else if (known instanceof ArrayNode array && value instanceof ArrayNode) {
            merged(array, value);
        } else if (!value.isNull()) {
            into.set(name, value);
        }
    }

    /** What has an index goes to what has the same one. */
    private static ArrayNode merged(ArrayNode array, JsonNode more) {
        for (JsonNode element : more) {
            ObjectNode same = element.has("index") ? find(array, element.get("index")) : null;
            if (same == null) {
                array.add(element);
            } else {
                element.properties().forEach(member -> merge(same, member.getKey(), member.getValue()));
            }
        }
        return array;
    }

    private static ObjectNode find(ArrayNode array, JsonNode index) {
        for (JsonNode element : array) {
            if (element instanceof ObjectNode object && index.equals(object.get("index"))) {
                return object;
            }
        }
        return null;
    }

    int waiting() {
        return texts.values().stream().mapToInt(GrowingText::waiting).sum();
    }

    boolean hasPart() {
        return texts.values().stream().anyMatch(GrowingText::hasPart);
    }

    ObjectNode takePart() {
        ObjectNode choice = ChatJson.object();
        choice.put("index", index);
        ObjectNode delta = choice.putObject("delta");
        if (!roleTold && message.has("role")) {
            delta.set("role", message.get("role"));
            roleTold = true;
        }
        texts.forEach((name, text) -> {
            if (text.hasPart()) {
                delta.put(name, ChatJson.wellFormed(text.takePart()));
            }
        });
        choice.putNull("finish_reason");
        return choice;
    }

    boolean isFinished() {
        return others.hasNonNull("finish_reason");
    }

    ObjectNode answer() {
        ObjectNode choice = ChatJson.object();
        choice.put("index", index);
        ObjectNode whole = choice.putObject("message");
        if (message.has("role")) {
            whole.set("role", message.get("role"));
        }
        texts.forEach((name, text) -> whole.put(name, ChatJson.wellFormed(text.whole())));
        // Some begin with a text that is null.
        whole.setAll(wellFormed(message.deepCopy().remove(texts.keySet())));
        choice.setAll(others);
        return choice;
    }

    /** What was put together of pieces may have begun with half a character. */
    private static ObjectNode wellFormed(ObjectNode object) {
        object.properties().forEach(member -> member.setValue(wellFormed(member.getValue())));
        return object;
    }

    private static JsonNode wellFormed(JsonNode value) {
        if (value.isTextual()) {
            return TextNode.valueOf(ChatJson.wellFormed(value.textValue()));
        }
        if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, wellFormed(array.get(i)));
            }
        }
        return value instanceof ObjectNode object ? wellFormed(object) : value;
    }
}
