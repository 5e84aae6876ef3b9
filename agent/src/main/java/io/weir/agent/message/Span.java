/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * A string or number in a message: where it stands, and what it says.
 *
 * @param start offset of its first byte
 * @param end offset after its last byte
 * @param key the same for all ways to write the same value, different for {@code "1"} and {@code 1}
 */
public record Span(int start, int end, String key) {

    /** The parser's current value; null if that is neither a string nor a number. */
    static Span of(JsonParser parser, JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_STRING && !value.isNumeric()) {
            parser.skipChildren();
            return null;
        }
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.finishToken();
        int end = (int) parser.currentLocation().getByteOffset();
        return new Span(start, end, (value == JsonToken.VALUE_STRING ? "\"" : "") + parser.getText());
    }

    /** Its bytes, as they are written. */
    public byte[] in(byte[] message) {
        return java.util.Arrays.copyOfRange(message, start, end);
    }
}
