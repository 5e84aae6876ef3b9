/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** Writes one tree in canonical form (RFC 8785 section 3.2). */
final class CanonicalWriter {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder out = new StringBuilder();
    private final boolean exactly;

    /** @param exactly refuse numbers whose value would change */
    CanonicalWriter(boolean exactly) {
        this.exactly = exactly;
    }

    byte[] write(JsonNode root) {
        value(root);
        return out.toString().getBytes(UTF_8);
    }

    private void value(JsonNode node) {
        JsonNodeType type = node.getNodeType();
        switch (type) {
            case OBJECT -> object(node);
            case ARRAY -> array(node);
            case STRING -> string(node.textValue());
            case NUMBER -> number(node);
            case BOOLEAN -> out.append(node.booleanValue());
            case NULL -> out.append("null");
            default -> throw new CanonicalJsonException("no JSON value: a tree node of type " + type);
        }
    }

    private void object(JsonNode node) {
        // String.compareTo compares UTF-16 code units, as RFC 8785 section 3.2.3 asks for.
        Map<String, JsonNode> sorted = new TreeMap<>();
        node.properties().forEach(property -> sorted.put(property.getKey(), property.getValue()));
        char separator = '{';
        for (Map.Entry<String, JsonNode> property : sorted.entrySet()) {
            out.append(separator);
            string(property.getKey());
            out.append(':');
            value(property.getValue());
            separator = ',';
        }
        out.append(sorted.isEmpty() ? "{}" : "}");
    }

    private void array(JsonNode node) {
        char separator = '[';
        for (JsonNode element : node) {
            out.append(separator);
            value(element);
            separator = ',';
        }
        out.append(node.isEmpty() ? "[]" : "]");
    }

    private void number(JsonNode node) {
        String text = EcmaScriptNumber.format(node.doubleValue());
        boolean rounded = node.isDouble() || node.isFloat();
        if (exactly && !rounded && node.decimalValue().compareTo(new BigDecimal(text)) != 0) {
            throw new CanonicalJsonException("a number has more digits than an IEEE 754 double can hold");
        }
        out.append(text);
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                control(c);
            } else if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (Character.isSurrogate(c)) {
                pair(text, i++);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private void pair(String text, int index) {
        if (index + 1 >= text.length() || !Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1))) {
            throw new CanonicalJsonException("a string has half a surrogate pair");
        }
        out.append(text, index, index + 2);
    }

    private void control(char c) {
        switch (c) {
            case '\b' -> out.append("\\b");
            case '\t' -> out.append("\\t");
            case '\n' -> out.append("\\n");
            case '\f' -> out.append("\\f");
            case '\r' -> out.append("\\r");
            default -> out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
        }
    }
}
