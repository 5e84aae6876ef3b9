/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.virtual;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Messages as trees that lose nothing: numbers keep their digits, and half a surrogate pair stays one. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private Json() {}

    /** @throws UncheckedIOException for what is no JSON object; messages were parsed strictly before */
    static ObjectNode read(byte[] message) {
        try {
            JsonNode node = MAPPER.readTree(message);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new IOException("not an object");
        } catch (IOException e) {
            throw new UncheckedIOException("A message that was parsed before", e);
        }
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new UncheckedIOException("A tree can be written", e);
        }
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The object that another holds; null if there is none of this name. */
    static ObjectNode object(JsonNode holder, String name) {
        return holder != null && holder.get(name) instanceof ObjectNode object ? object : null;
    }

    /** The text that an object holds; null if it has none of this name. */
    static String text(JsonNode holder, String name) {
        JsonNode value = holder == null ? null : holder.get(name);
        return value != null && value.isTextual() ? value.textValue() : null;
    }
}
