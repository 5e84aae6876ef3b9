/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.json.CanonicalJson;
import io.weir.json.CanonicalJsonException;
import java.util.HexFormat;

/**
 * A tree whose canonical form is different wherever the tree is. RFC 8785 has no form for a number without an exact
 * double and for half a surrogate pair, so an object that says what it was takes their place. A member's name with half
 * a pair is refused when it is parsed.
 */
final class Exact {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Exact() {}

    static JsonNode of(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode exact = NODES.objectNode();
            object.properties().forEach(member -> exact.set(member.getKey(), of(member.getValue())));
            return exact;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode exact = NODES.arrayNode(array.size());
            array.forEach(element -> exact.add(of(element)));
            return exact;
        }
        return scalar(node);
    }

    private static JsonNode scalar(JsonNode node) {
        if (hasForm(node)) {
            return node;
        }
        // As written but for the exponent: in plain notation, 1e999999999 has as many digits.
        String value =
                node.isNumber() ? node.decimalValue().stripTrailingZeros().toString() : hex(node.textValue());
        return NODES.objectNode().put(node.isNumber() ? "$number" : "$utf-16", value);
    }

    private static boolean hasForm(JsonNode node) {
        try {
            CanonicalJson.canonicalizeExactly(node);
            return true;
        } catch (CanonicalJsonException e) {
            return false;
        }
    }

    /** Not through a charset: that would replace half a pair. */
    private static String hex(String text) {
        StringBuilder hex = new StringBuilder(4 * text.length());
        text.chars().forEach(unit -> hex.append(HexFormat.of().toHexDigits((char) unit)));
        return hex.toString();
    }
}
