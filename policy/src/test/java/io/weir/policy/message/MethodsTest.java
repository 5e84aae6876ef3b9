/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.events.Direction;
import io.weir.policy.TestData;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MethodsTest {

    @ParameterizedTest
    @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
    void knowsEveryMethodOfTheSchema(String revision) throws Exception {
        // Given
        JsonNode schema = new ObjectMapper()
                .readTree(Files.readAllBytes(TestData.path("mcp-schema/" + revision + "/schema.json")));
        JsonNode definitions = schema.has("$defs") ? schema.get("$defs") : schema.get("definitions");

        // Then
        assertThat(methods(definitions, "ClientRequest"))
                .isNotEmpty()
                .allMatch(m -> Methods.isKnownRequest(m, Direction.CLIENT_TO_SERVER));
        assertThat(methods(definitions, "ServerRequest"))
                .isNotEmpty()
                .allMatch(m -> Methods.isKnownRequest(m, Direction.SERVER_TO_CLIENT));
        assertThat(methods(definitions, "ClientNotification"))
                .isNotEmpty()
                .allMatch(m -> Methods.isKnownNotification(m, Direction.CLIENT_TO_SERVER));
        assertThat(methods(definitions, "ServerNotification"))
                .isNotEmpty()
                .allMatch(m -> Methods.isKnownNotification(m, Direction.SERVER_TO_CLIENT));
    }

    private static List<String> methods(JsonNode definitions, String union) {
        return definitions.get(union).get("anyOf").findValuesAsText("$ref").stream()
                .map(ref -> definitions.get(ref.substring(ref.lastIndexOf('/') + 1)))
                .map(type -> type.at("/properties/method/const").asText())
                .toList();
    }
}
