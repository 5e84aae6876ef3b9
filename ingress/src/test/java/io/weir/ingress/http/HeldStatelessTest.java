/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import static io.weir.ingress.harness.TestClient.statelessRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.events.Direction;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.Verdict;
import io.weir.ingress.harness.Gateway;
import io.weir.ingress.harness.ScriptedUpstream;
import io.weir.ingress.harness.TestClient;
import io.weir.ingress.harness.TestVerdicts;
import io.weir.ingress.jsonrpc.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How clients that do not want to wait on a connection learn what became of a held call. */
class HeldStatelessTest {
    private static final String APPROVAL = "apr_abc.def";
    private static final String CALL = "\"name\":\"transfer\",\"arguments\":{\"amount\":5000},";

    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private final Gateway gateway = Gateway.start(upstream.url());
    private volatile boolean approved;

    @BeforeEach
    void holdTransfers() {
        upstream.on(
                "tools/call", (exchange, call) -> ScriptedUpstream.json(exchange, ScriptedUpstream.text(call, "paid")));
        gateway.decide(this::decide);
    }

    private Optional<Verdict> decide(Intake intake) {
        boolean held = intake.getDirection() == Direction.CLIENT_TO_SERVER
                && intake.getKind() == MessageKind.REQUEST
                && List.of("tools/call", "prompts/get", "resources/read", "completion/complete")
                        .contains(intake.getMethod());
        if (held) {
            return Optional.of(approved ? TestVerdicts.claimed(intake, APPROVAL) : TestVerdicts.hold(intake, APPROVAL));
        }
        return Optional.of(TestVerdicts.forward(intake));
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    private TestClient.Answer call(int id, String params) {
        return gateway.client().stateless("tools/call", "transfer").post(statelessRequest(id, "tools/call", params));
    }

    private static String state(String requestState) {
        return CALL + "\"requestState\":\"" + requestState + "\",";
    }

    // ---- asking again ----

    @Test
    void aClientIsToldToAskAgainAndGetsTheOutcomeOnceItIsApproved() {
        // When
        JsonNode first = call(1, CALL).message().path("result");
        JsonNode second =
                call(2, state(first.path("requestState").asText())).message().path("result");
        approved = true;
        TestClient.Answer third = call(3, state(second.path("requestState").asText()));

        // Then
        assertThat(first.path("resultType").asText()).isEqualTo("input_required");
        assertThat(first.has("inputRequests")).isFalse();
        assertThat(second.path("requestState").asText())
                .isNotEqualTo(first.path("requestState").asText());
        assertThat(third.text()).contains("paid");
        assertThat(gateway.log(MessageKind.REQUEST))
                .hasSize(3)
                .allSatisfy(intake -> assertThat(text(intake)).doesNotContain("requestState"));
        assertThat(upstream.calls("tools/call"))
                .singleElement()
                .satisfies(sent -> assertThat(sent.body()).doesNotContain("requestState"));
        assertThat(gateway.facts(FactType.WAITER_GONE)).hasSize(2);
    }

    @Test
    void afterManyRoundsTheModelIsTold() {
        // When
        String params = CALL;
        int rounds = 0;
        JsonNode result = call(0, params).message().path("result");
        while (result.path("resultType").asText().equals("input_required") && rounds < 20) {
            rounds++;
            result = call(rounds, state(result.path("requestState").asText()))
                    .message()
                    .path("result");
        }

        // Then
        assertThat(rounds).isEqualTo(9);
        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.path("resultType").asText()).isEqualTo("complete");
        assertThat(result.path("content").path(0).path("text").asText()).startsWith("PENDING approval " + APPROVAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"prompts/get", "resources/read"})
    void otherRequestsThatCanBeContinuedAreAsWell(String method) {
        String name = method.equals("prompts/get") ? "name" : "uri";
        JsonNode result = gateway.client()
                .stateless(method, "x")
                .post(statelessRequest(1, method, "\"" + name + "\":\"x\","))
                .message()
                .path("result");
        assertThat(result.path("resultType").asText()).isEqualTo("input_required");
    }

    @Test
    void whatCannotBeContinuedGetsAnError() {
        TestClient.Answer answer = gateway.client()
                .stateless("completion/complete", null)
                .post(statelessRequest(1, "completion/complete", "\"ref\":{},"));
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.PENDING_APPROVAL);
    }

    @Test
    void whoeverAnswersAnUpstreamsQuestionIsToldByTheModel() {
        JsonNode result = call(1, CALL + "\"inputResponses\":{\"a\":{}},\"requestState\":\"the upstream's\",")
                .message()
                .path("result");
        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(text(gateway.log(MessageKind.REQUEST).get(0))).contains("the upstream's");
    }

    @Test
    void aStateIsGoodOnlyForWhomItWasGiven() {
        String state =
                call(1, CALL).message().path("result").path("requestState").asText();
        TestClient.Answer stolen = gateway.client()
                .with("Authorization", "Bearer bob")
                .stateless("tools/call", "transfer")
                .post(statelessRequest(1, "tools/call", state(state)));
        assertThat(stolen.status()).isEqualTo(400);
        assertThat(stolen.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(call(2, state(state + "x")).status()).isEqualTo(400);
    }

    // ---- tasks ----

    private static String withTasks(int id, String method, String params) {
        return statelessRequest(id, method, params)
                .replace(
                        "clientCapabilities\":{}",
                        "clientCapabilities\":{\"extensions\":{\"io.modelcontextprotocol/tasks\":{}}}");
    }

    private JsonNode task(TestClient client, String method, String taskId) {
        return client.stateless(method, taskId)
                .post(withTasks(9, method, "\"taskId\":\"" + taskId + "\","))
                .message();
    }

    private void approve() {
        Intake held = gateway.log(MessageKind.REQUEST).stream()
                .filter(intake -> intake.getMethod().equals("tools/call"))
                .findFirst()
                .orElseThrow();
        gateway.decide(intake -> Optional.of(
                intake.getKind() == MessageKind.CLAIM
                        ? TestVerdicts.claimed(intake, APPROVAL)
                        : TestVerdicts.forward(intake)));
        gateway.deliver(TestVerdicts.notice(held, APPROVAL));
    }

    @Test
    void aClientThatKnowsTasksIsGivenOne() {
        // Given
        TestClient client = gateway.client();
        JsonNode created = client.stateless("tools/call", "transfer")
                .post(withTasks(1, "tools/call", CALL))
                .message()
                .path("result");
        String taskId = created.path("taskId").asText();

        // When
        JsonNode waiting = task(client, "tasks/get", taskId).path("result");
        approve();
        await().until(() -> gateway.log(MessageKind.RESPONSE).stream()
                .anyMatch(intake -> intake.getMethod().equals("tools/call")));
        JsonNode done = await().until(
                        () -> task(client, "tasks/get", taskId).path("result"),
                        result -> result.path("status").asText().equals("completed"));

        // Then
        assertThat(created.path("resultType").asText()).isEqualTo("task");
        assertThat(created.path("status").asText()).isEqualTo("working");
        assertThat(created.path("statusMessage").asText()).contains(APPROVAL);
        assertThat(waiting.path("resultType").asText()).isEqualTo("complete");
        assertThat(waiting.path("status").asText()).isEqualTo("working");
        assertThat(done.path("result").toString()).contains("paid");
        assertThat(upstream.calls("tools/call")).hasSize(1);
        assertThat(upstream.calls("tasks/get")).isEmpty();
        assertThat(gateway.log(MessageKind.REQUEST))
                .as("asking is recorded as any request")
                .anyMatch(intake -> intake.getMethod().equals("tasks/get"));
    }

    @Test
    void aTaskIsGoodOnlyForItsOwner() {
        String taskId = gateway.client()
                .stateless("tools/call", "transfer")
                .post(withTasks(1, "tools/call", CALL))
                .message()
                .path("result")
                .path("taskId")
                .asText();
        JsonNode stolen = task(gateway.client().with("Authorization", "Bearer bob"), "tasks/get", taskId);
        assertThat(stolen.path("error").path("code").asInt()).isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void aCancelledTaskIsNotExecuted() {
        // Given
        TestClient client = gateway.client();
        String taskId = client.stateless("tools/call", "transfer")
                .post(withTasks(1, "tools/call", CALL))
                .message()
                .path("result")
                .path("taskId")
                .asText();

        // When
        JsonNode acknowledged = task(client, "tasks/cancel", taskId);
        await().until(() -> gateway.facts(FactType.WAITER_GONE).size() == 1);
        approve();

        // Then
        assertThat(acknowledged.path("result").path("resultType").asText()).isEqualTo("complete");
        assertThat(gateway.log(MessageKind.CLAIM)).isEmpty();
        assertThat(upstream.calls("tools/call")).isEmpty();
    }

    @Test
    void inASessionATaskIsMadeWhereTheClientAskedForOne() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        JsonNode task = client.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{" + CALL
                        + "\"task\":{\"ttl\":60000}}}")
                .message()
                .path("result")
                .path("task");
        String taskId = task.path("taskId").asText();
        String params = ",\"params\":{\"taskId\":\"" + taskId + "\"}}";
        JsonNode waiting = client.post("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tasks/get\"" + params)
                .message()
                .path("result");

        // When
        var result = client.postAsync("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tasks/result\"" + params);
        await().until(() -> gateway.log(MessageKind.REQUEST).stream()
                .anyMatch(intake -> intake.getMethod().equals("tasks/result")));
        approve();
        JsonNode outcome = result.get(10, TimeUnit.SECONDS).message().path("result");

        // Then
        assertThat(task.path("status").asText()).isEqualTo("working");
        assertThat(task.path("pollInterval").isNumber()).isTrue();
        assertThat(waiting.path("status").asText()).isEqualTo("working");
        assertThat(outcome.toString()).contains("paid");
        assertThat(outcome.path("_meta")
                        .path("io.modelcontextprotocol/related-task")
                        .path("taskId")
                        .asText())
                .isEqualTo(taskId);
        assertThat(upstream.calls("tools/call"))
                .singleElement()
                .satisfies(sent -> assertThat(sent.body()).doesNotContain("\"task\""));
    }

    @Test
    void inASessionATaskThatTheServerMakesOfItIsKnownByTheGatewaysId() {
        // Given
        upstream.on(
                "tools/call",
                (exchange, call) -> ScriptedUpstream.json(
                        exchange,
                        ScriptedUpstream.result(call, "{\"task\":{\"taskId\":\"theirs\",\"status\":\"working\"}}")));
        upstream.on(
                "tasks/get",
                (exchange, call) -> ScriptedUpstream.json(
                        exchange, ScriptedUpstream.result(call, "{\"taskId\":\"theirs\",\"status\":\"completed\"}")));
        upstream.on(
                "tasks/result",
                (exchange, call) -> ScriptedUpstream.json(
                        exchange,
                        ScriptedUpstream.result(
                                call,
                                "{\"content\":[{\"type\":\"text\",\"text\":\"paid\"}],\"_meta\":"
                                        + "{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"theirs\"}}}")));
        TestClient client = gateway.client().initialize("2025-11-25");
        String taskId = client.post(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{" + CALL + "\"task\":{}}}")
                .message()
                .path("result")
                .path("task")
                .path("taskId")
                .asText();
        String params = ",\"params\":{\"taskId\":\"" + taskId + "\"}}";

        // When
        approve();
        JsonNode status = await().until(
                        () -> client.post("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tasks/get\"" + params)
                                .message()
                                .path("result"),
                        result -> result.path("status").asText().equals("completed"));
        JsonNode outcome = client.post("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tasks/result\"" + params)
                .message()
                .path("result");

        // Then
        assertThat(status.path("taskId").asText()).isEqualTo(taskId);
        assertThat(outcome.toString()).contains("paid").contains(taskId).doesNotContain("theirs");
        assertThat(upstream.calls("tasks/result"))
                .singleElement()
                .satisfies(sent -> assertThat(
                                sent.json().path("params").path("taskId").asText())
                        .isEqualTo("theirs"));
        assertThat(upstream.calls("tools/call")).hasSize(1);
    }

    @Test
    void aTaskThatTheServerMakesOfItIsAskedAboutByItsOwnName() {
        // Given
        upstream.on(
                "tools/call",
                (exchange, call) -> ScriptedUpstream.json(
                        exchange,
                        ScriptedUpstream.result(
                                call, "{\"resultType\":\"task\",\"taskId\":\"theirs\",\"status\":\"working\"}")));
        upstream.on(
                "tasks/get",
                (exchange, call) -> ScriptedUpstream.json(
                        exchange,
                        ScriptedUpstream.result(
                                call,
                                "{\"resultType\":\"complete\",\"taskId\":\"theirs\",\"status\":\"input_required\"}")));
        upstream.on(
                "tasks/cancel",
                (exchange, call) -> ScriptedUpstream.json(
                        exchange, ScriptedUpstream.result(call, "{\"resultType\":\"complete\"}")));
        TestClient client = gateway.client();
        String taskId = client.stateless("tools/call", "transfer")
                .post(withTasks(1, "tools/call", CALL))
                .message()
                .path("result")
                .path("taskId")
                .asText();

        // When
        approve();
        JsonNode status = await().until(
                        () -> task(client, "tasks/get", taskId).path("result"),
                        result -> result.path("status").asText().equals("input_required"));
        task(client, "tasks/cancel", taskId);

        // Then
        assertThat(status.path("taskId").asText()).isEqualTo(taskId);
        assertThat(upstream.calls("tasks/get").get(0).headers()).containsEntry("Mcp-Name", "theirs");
        assertThat(upstream.calls("tasks/cancel")).hasSize(1);
    }

    @Test
    void anUpstreamsOwnTasksAreTheUpstreams() {
        TestClient client = gateway.client();
        upstream.on(
                "tasks/get",
                (exchange, call) -> ScriptedUpstream.json(
                        exchange, ScriptedUpstream.result(call, "{\"taskId\":\"theirs\",\"status\":\"working\"}")));
        assertThat(task(client, "tasks/get", "theirs")
                        .path("result")
                        .path("taskId")
                        .asText())
                .isEqualTo("theirs");
        assertThat(upstream.calls("tasks/get")).hasSize(1);
    }

    private static String text(Intake intake) {
        return StandardCharsets.UTF_8.decode(intake.getPayload().duplicate()).toString();
    }
}
