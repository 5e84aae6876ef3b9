/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.events.FactType;
import io.weir.events.MessageKind;
import io.weir.ingress.harness.Gateway;
import io.weir.ingress.harness.ScriptedUpstream;
import io.weir.ingress.harness.TestClient;
import io.weir.ingress.harness.TestVerdicts;
import io.weir.ingress.jsonrpc.ErrorCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where calls may have to wait for people, the gateway offers tasks in the place of a server that has none (MCP 2025-11-25, "Tasks"). */
class GatewayTasksTest {
    private static final String HOLD = "policy: {name: p, rules: [{name: r, when: 'mcp.method == \"tools/call\" && "
            + "mcp.tool.name == \"transfer\"', hold: {approvers: [a], message: Wait.}}]}";

    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private final Gateway gateway = Gateway.start(upstream.url());

    @BeforeEach
    void connect() {
        gateway.connect(
                "connection: {name: bank, url: '" + upstream.url() + "', allowedGroups: [analysts], timeout: 10s}\n");
        gateway.decideBy(HOLD);
        server("{\"tools\":{}}");
        answers("tools/list", "{\"tools\":[{\"name\":\"read\"}]}");
        answers("tools/call", "{\"content\":[{\"type\":\"text\",\"text\":\"done\"}]}");
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    private void server(String capabilities) {
        answers(
                "initialize",
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":" + capabilities
                        + ",\"serverInfo\":{\"name\":\"s\",\"version\":\"1\"}}");
    }

    private void answers(String method, String result) {
        upstream.on(method, (exchange, call) -> ScriptedUpstream.json(exchange, ScriptedUpstream.result(call, result)));
    }

    private TestClient open() {
        return gateway.client().at(gateway.url("bank")).initialize("2025-11-25");
    }

    private static JsonNode ask(TestClient client, String method, String params) {
        return client.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}")
                .message();
    }

    private static JsonNode call(TestClient client, String tool) {
        return ask(client, "tools/call", "{\"name\":\"" + tool + "\",\"arguments\":{},\"task\":{}}")
                .path("result")
                .path("task");
    }

    private static JsonNode about(TestClient client, String method, JsonNode task) {
        return ask(client, method, "{\"taskId\":" + task.path("taskId") + "}");
    }

    @Test
    void toolsCanBeCalledAsTasksButNeedNot() {
        // Given
        TestClient client = open();

        // When
        JsonNode tool =
                ask(client, "tools/list", "{}").path("result").path("tools").path(0);
        JsonNode plain = ask(client, "tools/call", "{\"name\":\"read\",\"arguments\":{}}");

        // Then
        assertThat(tool.path("execution").path("taskSupport").asText()).isEqualTo("optional");
        assertThat(plain.toString()).contains("done");
    }

    @Test
    void aCallThatNeedNotWaitIsATaskIfItsClientWantsOne() {
        // Given
        TestClient client = open();

        // When
        JsonNode task = call(client, "read");
        JsonNode outcome = about(client, "tasks/result", task).path("result");
        JsonNode status = about(client, "tasks/get", task).path("result");

        // Then
        assertThat(task.path("status").asText()).isEqualTo("working");
        assertThat(outcome.toString())
                .contains("done")
                .contains(task.path("taskId").asText());
        assertThat(status.path("status").asText()).isEqualTo("completed");
        assertThat(upstream.calls("tools/call"))
                .as("a server without tasks may refuse what asks for one")
                .singleElement()
                .satisfies(sent -> assertThat(sent.body()).doesNotContain("\"task\""));
        assertThat(upstream.calls("tasks/get")).isEmpty();
    }

    @Test
    void aHeldCallWaitsAsATask() {
        // Given
        TestClient client = open();

        // When
        JsonNode task = call(client, "transfer");

        // Then
        assertThat(task.path("statusMessage").asText()).contains(TestVerdicts.HELD);
        assertThat(about(client, "tasks/get", task)
                        .path("result")
                        .path("status")
                        .asText())
                .isEqualTo("working");
        assertThat(upstream.calls("tools/call")).isEmpty();
    }

    @Test
    void aTaskThatIsCancelledIsBrokenOff() {
        // Given
        CountDownLatch end = new CountDownLatch(1);
        upstream.on("tools/call", (exchange, call) -> end.await(10, TimeUnit.SECONDS));
        TestClient client = open();
        JsonNode task = call(client, "read");
        await().until(() -> upstream.calls("tools/call").size() == 1);

        // When
        JsonNode cancelled = about(client, "tasks/cancel", task).path("result");
        await().until(() -> gateway.facts(FactType.CANCELLED).size() == 1);
        JsonNode status = about(client, "tasks/get", task).path("result");
        JsonNode outcome = about(client, "tasks/result", task);
        end.countDown();

        // Then
        assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
        assertThat(status.path("status").asText()).isEqualTo("cancelled");
        assertThat(outcome.path("error").path("code").asInt()).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(gateway.facts(FactType.CANCELLED).get(0).getFact().getAttributes())
                .containsEntry("relayed", "true");
        await().until(() -> gateway.underWay() == 0);
    }

    @Test
    void aHeldTaskThatIsCancelledIsTold() {
        // Given
        TestClient client = open();
        JsonNode task = call(client, "transfer");

        // When
        about(client, "tasks/cancel", task);
        await().until(() -> gateway.facts(FactType.WAITER_GONE).size() == 1);

        // Then
        assertThat(about(client, "tasks/get", task)
                        .path("result")
                        .path("status")
                        .asText())
                .isEqualTo("cancelled");
    }

    @Test
    void thereIsABound() {
        // Given
        TestClient client = open();
        for (int i = 0; i < 10; i++) {
            assertThat(call(client, "transfer").path("taskId").asText()).isNotEmpty();
        }

        // When
        JsonNode refused = ask(client, "tools/call", "{\"name\":\"read\",\"arguments\":{},\"task\":{}}")
                .path("error");

        // Then
        assertThat(refused.path("code").asInt()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(gateway.log(MessageKind.REQUEST))
                .noneMatch(intake -> intake.getName().equals("read"));
        assertThat(ask(client, "tools/call", "{\"name\":\"read\",\"arguments\":{}}")
                        .toString())
                .contains("done");
    }

    @Test
    void aServersOwnTasksAreItsOwn() {
        // Given
        server("{\"tools\":{},\"tasks\":{\"requests\":{\"tools\":{\"call\":{}}}}}");
        answers("tools/call", "{\"task\":{\"taskId\":\"theirs\",\"status\":\"working\"}}");
        TestClient client = open();

        // Then
        assertThat(ask(client, "tools/list", "{}").toString()).doesNotContain("taskSupport");
        assertThat(call(client, "read").path("taskId").asText()).isEqualTo("theirs");
    }

    @Test
    void whereNothingIsHeldNothingIsOffered() {
        // Given
        gateway.decideBy("policy: {name: p, rules: [{name: r, when: 'false', block: {message: No.}}]}");
        TestClient client = open();

        // Then
        assertThat(ask(client, "tools/list", "{}").toString()).doesNotContain("taskSupport");
        assertThat(ask(client, "tools/call", "{\"name\":\"read\",\"arguments\":{},\"task\":{}}")
                        .toString())
                .contains("done");
    }
}
