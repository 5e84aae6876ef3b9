/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.events.MessageKind;
import io.weir.ingress.harness.Gateway;
import io.weir.ingress.harness.ScriptedUpstream;
import io.weir.ingress.harness.TestClient;
import io.weir.ingress.jsonrpc.ErrorCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A language model as an MCP server with one tool, in both eras. */
class LlmOverMcpTest {
    private final ScriptedUpstream model = new ScriptedUpstream();
    private final Gateway gateway = Gateway.start(model.url());
    private TestClient client;

    @BeforeEach
    void open() {
        gateway.connect("connection: {name: gpt, kind: llm, host: 127.0.0.1, port: " + model.port()
                + ", model: llama, credential: {bearer: {env: SECRET}}, allowedGroups: [analysts], timeout: 10s}");
        gateway.decideBy("policy: {name: p, rules: [{name: m, mask: {entities: [EMAIL]}}, {name: b, when: "
                + "'mcp.tool.name == \"chat\" && has(mcp.tool.arguments.prompt) && mcp.tool.arguments.prompt == \"bad\"', "
                + "block: {message: Not that.}}]}");
        client = new TestClient(gateway.url("gpt"));
        model.on(
                "",
                (exchange, call) -> ScriptedUpstream.json(
                        exchange,
                        "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"ask ann@example.org\"}}]}"));
    }

    @AfterEach
    void close() {
        gateway.close();
        model.close();
    }

    private static String call(String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"chat\",\"arguments\":"
                + arguments + "}}";
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
    void withinASession(String version) {
        // Given
        TestClient session = client.initialize(version);

        // When
        JsonNode tools = session.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}")
                .message();
        JsonNode ping = session.post("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}")
                .message();
        TestClient.Answer answer = session.post(call("{\"prompt\":\"hi\",\"temperature\":0.5,\"max_tokens\":10}"));

        // Then
        assertThat(tools.at("/result/tools")).singleElement().satisfies(tool -> {
            assertThat(tool.path("name").asText()).isEqualTo("chat");
            assertThat(tool.at("/inputSchema/type").asText()).isEqualTo("object");
        });
        assertThat(tools.at("/result").has("resultType")).isFalse();
        assertThat(ping.path("result").isObject()).isTrue();
        assertThat(answer.message().path("id").asInt()).isEqualTo(7);
        assertThat(answer.message().at("/result/content/0/text").asText()).isEqualTo("ask [EMAIL]");
        assertThat(answer.message().at("/result/isError").asBoolean()).isFalse();
        assertThat(model.calls()).singleElement().satisfies(call -> {
            assertThat(call.path()).isEqualTo("/v1/chat/completions");
            assertThat(call.body())
                    .isEqualTo("{\"model\":\"llama\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],"
                            + "\"temperature\":0.5,\"max_tokens\":10}");
            assertThat(call.headers()).containsEntry("Authorization", "Bearer " + Gateway.UPSTREAM_SECRET);
            assertThat(call.toString()).doesNotContain(TestClient.TOKEN);
        });
        assertThat(gateway.log(MessageKind.REQUEST))
                .filteredOn(intake -> intake.getMethod().equals("tools/call"))
                .singleElement()
                .satisfies(intake -> assertThat(intake.getName()).isEqualTo("chat"));
        assertThat(session.method("GET").status()).isEqualTo(405);
        assertThat(session.method("DELETE").status()).isEqualTo(204);
    }

    @Test
    void theConnectionOnWhichAStreamWasRefusedServesOn() {
        // Given
        TestClient session = client.initialize("2025-11-25");

        // When
        for (int i = 0; i < 3; i++) {
            assertThat(session.method("GET").status()).isEqualTo(405);

            // Then
            assertThat(session.post("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aRevisionThatNobodySpeaksIsAnsweredWithTheNewest() {
        // When
        JsonNode result = client.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                        + "{\"protocolVersion\":\"1999-01-01\"}}")
                .message();

        // Then
        assertThat(result.at("/result/protocolVersion").asText()).isEqualTo("2025-11-25");
        assertThat(result.at("/result/capabilities/tools").isObject()).isTrue();
    }

    @Test
    void withoutASession() {
        // When
        JsonNode discovered = client.stateless("server/discover", null)
                .post(TestClient.statelessRequest(1, "server/discover", ""))
                .message();
        JsonNode tools = client.stateless("tools/list", null)
                .post(TestClient.statelessRequest(2, "tools/list", ""))
                .message();
        JsonNode answer = client.stateless("tools/call", "chat")
                .post(
                        TestClient.statelessRequest(
                                3,
                                "tools/call",
                                "\"name\":\"chat\",\"arguments\":{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"be brief\"}]},"))
                .message();
        TestClient.Answer unknown =
                client.stateless("prompts/list", null).post(TestClient.statelessRequest(4, "prompts/list", ""));

        // Then
        assertThat(discovered.at("/result/supportedVersions/0").asText()).isEqualTo("2026-07-28");
        assertThat(discovered.at("/result/resultType").asText()).isEqualTo("complete");
        assertThat(discovered.at("/result/cacheScope").asText()).isEqualTo("private");
        assertThat(discovered.at("/result/capabilities/tools").isObject()).isTrue();
        assertThat(tools.at("/result/resultType").asText()).isEqualTo("complete");
        assertThat(tools.at("/result/ttlMs").isInt()).isTrue();
        assertThat(answer.at("/result/resultType").asText()).isEqualTo("complete");
        assertThat(answer.at("/result/content/0/text").asText()).isEqualTo("ask [EMAIL]");
        assertThat(model.calls().get(0).body())
                .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"be brief\"}]}");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.errorCode()).isEqualTo(ErrorCode.METHOD_NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | either prompt",
                "{\"prompt\":\"a\",\"messages\":[{}]} | either prompt",
                "{\"messages\":[]} | either prompt",
                "{\"prompt\":\"a\",\"model\":3} | model must be a string",
                "{\"prompt\":\"a\",\"temperature\":\"hot\"} | temperature must be a number",
            })
    void argumentsThatItDoesNotHaveAreToldToTheCaller(String arguments, String why) {
        // When
        JsonNode answer = client.initialize("2025-11-25").post(call(arguments)).message();

        // Then
        assertThat(answer.at("/result/isError").asBoolean()).isTrue();
        assertThat(answer.at("/result/content/0/text").asText()).contains(why);
        assertThat(model.calls()).isEmpty();
    }

    @Test
    void aRuleAboutTheToolBlocksIt() {
        // When
        JsonNode answer = client.initialize("2025-11-25")
                .post(call("{\"prompt\":\"bad\"}"))
                .message();

        // Then
        assertThat(answer.at("/result/isError").asBoolean()).isTrue();
        assertThat(answer.at("/result/content/0/text").asText()).contains("Not that.");
        assertThat(model.calls()).isEmpty();
    }

    @Test
    void theModelsOwnApiIsNotOfferedHere() {
        // Given
        TestClient session = client.initialize("2025-11-25");

        // When
        TestClient.Answer completion = session.post(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"chat/completions\",\"params\":{\"messages\":[]}}");
        TestClient.Answer tool = session.post(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"other\"}}");

        // Then
        assertThat(completion.errorCode()).isEqualTo(ErrorCode.METHOD_NOT_FOUND);
        assertThat(tool.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(model.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-11-25", "2026-07-28"})
    void aModelThatFailsIsAnErrorOfItsOwn(String version) {
        // Given
        model.on("", (exchange, call) -> exchange.setStatusCode(404));

        // When
        TestClient.Answer answer = version.equals("2026-07-28")
                ? client.stateless("tools/call", "chat")
                        .post(TestClient.statelessRequest(
                                3, "tools/call", "\"name\":\"chat\",\"arguments\":{\"prompt\":\"a\"},"))
                : client.initialize(version).post(call("{\"prompt\":\"a\"}"));

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.UPSTREAM_INVALID);
        assertThat(answer.text()).contains("HTTP status 404");
    }
}
