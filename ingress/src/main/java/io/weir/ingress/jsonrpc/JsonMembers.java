/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.jsonrpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The members of a JSON object as they are written, so that what is passed on keeps its every byte. */
public final class JsonMembers {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonMembers() {}

    /**
     * Each member's name and value, in their order.
     *
     * @param object a JSON object that was parsed before
     */
    public static Map<String, byte[]> of(byte[] object) {
        Map<String, byte[]> members = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(object)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return members;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                int to = (int) parser.currentLocation().getByteOffset();
                members.put(name, Arrays.copyOfRange(object, from, to));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("An object that was parsed before", e);
        }
        return members;
    }

    /** The text of a value that is a plain string, such as a method's name; else empty. */
    public static String text(byte[] value) {
        if (value == null) {
            return "";
        }
        try (JsonParser parser = JSON.createParser(value)) {
            return parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : "";
        } catch (IOException e) {
            throw new UncheckedIOException("A value that was parsed before", e);
        }
    }

    /** Whether a value is {@code true}. */
    public static boolean isTrue(byte[] value) {
        return value != null && Arrays.equals(value, "true".getBytes(StandardCharsets.US_ASCII));
    }
}
