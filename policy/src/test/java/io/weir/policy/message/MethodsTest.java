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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MethodsTest {

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"})
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
                .allMatch(m -> Methods.isKnownRequest(m, Direction.SERVER_TO_CLIENT));
        assertThat(methods(definitions, "ClientNotification"))
                .isNotEmpty()
                .allMatch(m -> Methods.isKnownNotification(m, Direction.CLIENT_TO_SERVER));
        assertThat(methods(definitions, "ServerNotification"))
                .isNotEmpty()
                .allMatch(m -> Methods.isKnownNotification(m, Direction.SERVER_TO_CLIENT));
    }

    @ParameterizedTest
    @CsvSource({
        "tasks/get, CLIENT_TO_SERVER",
        "tasks/update, CLIENT_TO_SERVER",
        "tasks/cancel, CLIENT_TO_SERVER",
        "tasks/result, SERVER_TO_CLIENT"
    })
    void knowsTheTasksExtension(String method, Direction direction) {
        assertThat(Methods.isKnownRequest(method, direction)).isTrue();
        assertThat(Methods.isKnownNotification(method, direction)).isFalse();
    }

    @Test
    void knowsTheNotificationsOfSubscriptions() {
        assertThat(Methods.isKnownNotification("notifications/tasks", Direction.SERVER_TO_CLIENT))
                .isTrue();
        assertThat(Methods.isKnownNotification("notifications/tasks", Direction.CLIENT_TO_SERVER))
                .isFalse();
    }

    /** From 2026-07-28 on, servers send no requests, and the union of clients' notifications is a single type. */
    private static List<String> methods(JsonNode definitions, String union) {
        JsonNode types = definitions.path(union);
        Stream<JsonNode> members = types.has("properties")
                ? Stream.of(types)
                : types.findValuesAsText("$ref").stream()
                        .map(ref -> definitions.get(ref.substring(ref.lastIndexOf('/') + 1)));
        return members.map(type -> type.at("/properties/method/const").asText()).toList();
    }
}
