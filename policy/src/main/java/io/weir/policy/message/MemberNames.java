/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.policy.detect.Detection;
import io.weir.policy.detect.Masking;
import io.weir.policy.message.Hit.Form;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Masked names of members. Two that would become the same get a number: an object with the same name twice is no good
 * JSON. Reads the message again, which only one with an entity in a name needs.
 */
final class MemberNames {

    private final Map<Integer, Hit> toMask = new HashMap<>();
    private final Map<Integer, String> masked = new HashMap<>();
    private final Deque<OpenObject> open = new ArrayDeque<>();

    /** The names of an object that stay, and the offsets of those that change, with what they change to. */
    private record OpenObject(Set<String> names, Map<Integer, String> changes) {
        OpenObject() {
            this(new HashSet<>(), new LinkedHashMap<>());
        }
    }

    private MemberNames(List<Hit> hits) {
        for (Hit hit : hits) {
            if (hit.form() == Form.NAME) {
                toMask.put(hit.start(), hit);
            }
        }
    }

    /** Masked names by the offset of the name's first byte. */
    static Map<Integer, String> masked(byte[] payload, List<Hit> hits, long active, Detection detection) {
        MemberNames names = new MemberNames(hits);
        if (names.toMask.isEmpty()) {
            return Map.of();
        }
        try (JsonParser parser = MessageReader.parser(payload)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                names.take(parser, token, active, detection);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names.masked;
    }

    private void take(JsonParser parser, JsonToken token, long active, Detection detection) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            open.push(new OpenObject());
        } else if (token == JsonToken.END_OBJECT) {
            close(open.pop());
        } else if (token == JsonToken.FIELD_NAME) {
            int offset = (int) parser.currentTokenLocation().getByteOffset();
            Hit hit = toMask.get(offset);
            if (hit == null) {
                open.peek().names().add(parser.currentName());
            } else {
                open.peek().changes().put(offset, Masking.mask(hit.text(), hit.matches(), active, detection));
            }
        }
    }

    /** Counts on from the last number of the same name: trying them all takes quadratic time. */
    private void close(OpenObject object) {
        Map<String, Integer> numbers = new HashMap<>();
        object.changes().forEach((offset, name) -> {
            String unique = name;
            while (!object.names().add(unique)) {
                unique = name + '-' + numbers.merge(name, 2, (last, two) -> last + 1);
            }
            masked.put(offset, unique);
        });
    }
}
