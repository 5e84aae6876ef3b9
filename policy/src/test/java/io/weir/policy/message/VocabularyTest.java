/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.policy.TestData;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every member that a revision's schema has is known where it stands: its name is never masked, its constants neither. */
class VocabularyTest {

    private final List<String> unknown = new ArrayList<>();
    private final IdentityHashMap<JsonNode, Set<Place>> walked = new IdentityHashMap<>();
    private JsonNode types;

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"})
    void knowsEveryMemberOfTheSchema(String revision) throws Exception {
        // Given
        JsonNode schema = new ObjectMapper()
                .readTree(Files.readAllBytes(TestData.path("mcp-schema/" + revision + "/schema.json")));
        types = schema.has("$defs") ? schema.get("$defs") : schema.get("definitions");

        // When
        types.properties().forEach(type -> {
            String method = type.getValue().at("/properties/method/const").asText();
            boolean known = Methods.all().anyMatch(method::equals);
            if (known) {
                walk(type.getKey(), "", type.getValue(), Bodies.message(method));
            }
            if (known && type.getKey().endsWith("Request")) {
                String result = type.getKey().replace("Request", "Result");
                walk(result, "/result", types.path(result), result(method));
            }
        });
        walk("InputRequiredResult", "/result", types.path("InputRequiredResult"), result(Methods.TOOLS_CALL));
        walk("CreateTaskResult", "/result", types.path("CreateTaskResult"), result(Methods.TOOLS_CALL));

        // Then
        assertThat(walked).hasSizeGreaterThan(100);
        assertThat(unknown).isEmpty();
    }

    private static Place result(String method) {
        return Bodies.message(method).member("result").inside();
    }

    private void walk(String type, String path, JsonNode schema, Place place) {
        if (!walked.computeIfAbsent(schema, s -> new HashSet<>()).add(place)) {
            return;
        }
        if (schema.has("$ref")) {
            String ref = schema.get("$ref").asText();
            walk(type, path + "'", types.get(ref.substring(ref.lastIndexOf('/') + 1)), place);
        }
        for (String union : List.of("anyOf", "oneOf", "allOf")) {
            int index = 0;
            for (JsonNode member : schema.path(union)) {
                walk(type, path + "'" + index++, member, place);
            }
        }
        if (schema.has("items")) {
            walk(type, path + "[]", schema.get("items"), place);
        }
        if (schema.path("additionalProperties").isObject()) {
            walk(
                    type,
                    path + "/*",
                    schema.get("additionalProperties"),
                    place.member("anything").inside());
        }
        schema.path("properties")
                .properties()
                .forEach(property -> member(type, path, property.getKey(), property.getValue(), place));
    }

    private void member(String type, String path, String name, JsonNode schema, Place place) {
        Member member = place.member(name);
        String at = path.replaceAll("['0-9]", "") + "/" + name;
        if (member.name() != Treatment.IDENTIFIER) {
            unknown.add(type + ": " + at);
            return;
        }
        List<String> words = new ArrayList<>();
        schema.path("enum").forEach(word -> words.add(word.asText()));
        if (schema.has("const")) {
            words.add(schema.get("const").asText());
        }
        for (String word : words) {
            boolean kept =
                    member.value() == Treatment.IDENTIFIER || (member.value() == Treatment.WORD && Words.isWord(word));
            if (!kept) {
                unknown.add(type + ": " + at + " = " + word);
            }
        }
        walk(type, path + "/" + name, schema, member.inside());
    }
}
