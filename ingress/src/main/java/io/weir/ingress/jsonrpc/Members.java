/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.jsonrpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Takes members out of JSON objects and puts some in, leaving every other byte as it is. For texts that were parsed strictly before:
 * no object has a name twice.
 */
public final class Members {
    private static final JsonFactory JSON = new JsonFactory();

    private Members() {}

    /** Where a member stands: from its name to the end of its value. */
    private record Place(int start, int value, int end) {}

    /**
     * The value of a member, as it is written; empty if there is none.
     *
     * @param path the member's name, behind those of the objects that it is in
     */
    public static Optional<byte[]> value(byte[] object, String... path) {
        return find(object, path).map(place -> Arrays.copyOfRange(object, place.value(), place.end()));
    }

    /** The value of a member that is a string; empty if there is none, or it is something else. */
    public static Optional<String> text(byte[] object, String... path) {
        return value(object, path).flatMap(json -> {
            try (JsonParser parser = JSON.createParser(json)) {
                return parser.nextToken() == JsonToken.VALUE_STRING ? Optional.of(parser.getText()) : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException("A text that was parsed before", e);
            }
        });
    }

    /** The object without a member of the object that another one holds; the very array if there is none. */
    public static byte[] without(byte[] object, String holder, String name) {
        return find(object, holder, name).map(place -> cut(object, place)).orElse(object);
    }

    /** The object without a member; the very array if there is none. */
    public static byte[] without(byte[] object, String name) {
        return find(object, name).map(place -> cut(object, place)).orElse(object);
    }

    /**
     * The object with another value of a member; the very array if there is no such member.
     *
     * @param json the new value
     * @param path the member's name, behind those of the objects that it is in
     */
    public static byte[] replaced(byte[] object, String json, String... path) {
        return find(object, path)
                .map(place -> {
                    ByteArrayOutputStream out = new ByteArrayOutputStream(object.length + json.length());
                    out.write(object, 0, place.value());
                    out.writeBytes(json.getBytes(StandardCharsets.UTF_8));
                    out.write(object, place.end(), object.length - place.end());
                    return out.toByteArray();
                })
                .orElse(object);
    }

    /**
     * The object with a member more at its beginning.
     *
     * @param json the member's value
     */
    public static byte[] with(byte[] object, String name, String json) {
        int brace = 0;
        while (object[brace] != '{') {
            brace++;
        }
        int next = brace + 1;
        while (isSpace(object[next])) {
            next++;
        }
        String member = '"' + name + "\":" + json + (object[next] == '}' ? "" : ",");
        ByteArrayOutputStream out = new ByteArrayOutputStream(object.length + member.length());
        out.write(object, 0, brace + 1);
        out.writeBytes(member.getBytes(StandardCharsets.UTF_8));
        out.write(object, brace + 1, object.length - brace - 1);
        return out.toByteArray();
    }

    /** Cuts the member out, with the comma that parts it from its neighbour. */
    private static byte[] cut(byte[] object, Place place) {
        int from = place.start();
        int to = place.end();
        int after = to;
        while (isSpace(object[after])) {
            after++;
        }
        if (object[after] == ',') {
            to = after + 1;
        } else {
            int before = from - 1;
            while (isSpace(object[before])) {
                before--;
            }
            from = object[before] == ',' ? before : from;
        }
        byte[] rest = new byte[object.length - (to - from)];
        System.arraycopy(object, 0, rest, 0, from);
        System.arraycopy(object, to, rest, from, object.length - to);
        return rest;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private static Optional<Place> find(byte[] object, String... path) {
        try (JsonParser parser = JSON.createParser(object)) {
            parser.nextToken();
            for (int depth = 0; depth < path.length; depth++) {
                Place place = member(parser, path[depth], depth == path.length - 1);
                if (place != null && depth == path.length - 1) {
                    return Optional.of(place);
                }
                if (place == null || parser.currentToken() != JsonToken.START_OBJECT) {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("A text that was parsed before", e);
        }
    }

    /** Leaves the parser at the member's value, or behind it if it is the last of the path. */
    private static Place member(JsonParser parser, String name, boolean last) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = parser.currentName().equals(name);
            int start = (int) parser.currentTokenLocation().getByteOffset();
            parser.nextToken();
            int value = (int) parser.currentTokenLocation().getByteOffset();
            if (found && !last) {
                return new Place(start, value, value);
            }
            parser.skipChildren();
            if (found) {
                parser.finishToken();
                return new Place(start, value, (int) parser.currentLocation().getByteOffset());
            }
        }
        return null;
    }
}
