/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.llm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.ingress.jsonrpc.Members;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

/** JSON of chat completions, with what the API does not know, and numbers as exact as they came. */
public final class ChatJson {

    /** The members of a message that are one text, and are streamed piece by piece. */
    public static final Set<String> TEXTS = Set.of("content", "refusal", "reasoning_content", "reasoning");

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final byte[] TRUE = utf8("true");

    private ChatJson() {}

    /** An empty object. */
    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * Reads an object.
     *
     * @throws IOException if it is none
     */
    public static ObjectNode read(byte[] json) throws IOException {
        JsonNode node = MAPPER.readTree(json);
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw new IOException("No JSON object");
    }

    /** As UTF-8. */
    public static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree that cannot be written", e);
        }
    }

    /** The text with its half surrogate pairs replaced, for which UTF-8 has no form. */
    static String wellFormed(CharSequence text) {
        String string = text.toString();
        boolean fine = StandardCharsets.UTF_8.newEncoder().canEncode(string);
        return fine ? string : new String(string.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    /** The text of a value that is a string; else empty. */
    static String text(byte[] value) {
        try {
            return MAPPER.readTree(value).asText("");
        } catch (IOException e) {
            return "";
        }
    }

    /** Whether a call's body asks for a stream. */
    public static boolean wantsStream(byte[] body) {
        return Members.value(body, "stream")
                .filter(value -> Arrays.equals(value, TRUE))
                .isPresent();
    }

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
