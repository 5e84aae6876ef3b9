/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.undertow.util.Headers;
import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.ingress.harness.Gateway;
import io.weir.ingress.harness.ScriptedUpstream;
import io.weir.ingress.harness.TestClient;
import io.weir.ingress.harness.TestVerdicts;
import io.weir.ingress.jsonrpc.ErrorCode;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xnio.IoUtils;

/** An upstream that fails costs its caller a clear error; nothing hangs, nothing is sent twice, and all of it is recorded. */
class UpstreamFailureTest {
    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private final Gateway gateway = Gateway.start(upstream.url());

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    static Stream<Arguments> nonsense() {
        String foreign = "{\"jsonrpc\":\"2.0\",\"id\":\"other\",\"result\":{}}";
        return Stream.of(
                script("no JSON", "application/json", "<html>secret stack trace</html>"),
                script("JSON, but no message", "application/json", "{\"secret\":1}"),
                script("duplicate keys", "application/json", "{\"jsonrpc\":\"2.0\",\"id\":1,\"id\":1,\"result\":{}}"),
                script("another's answer", "application/json", foreign),
                script("only a notification", "application/json", "{\"jsonrpc\":\"2.0\",\"method\":\"secret\"}"),
                script("an empty body", "application/json", ""),
                script("an unknown type", "text/html", "<html>secret</html>"),
                script("nonsense in a stream", "text/event-stream", "data: secret\n\n"),
                script("another's answer in a stream", "text/event-stream", "data: " + foreign + "\n\n"),
                script("too long", "application/json", "\"" + "x".repeat(70_000) + "\""),
                script("too long an event", "text/event-stream", "data: \"" + "x".repeat(70_000) + "\"\n\n"),
                status(500),
                status(401),
                status(302),
                status(202));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonsense")
    void nonsenseIsAnErrorThatSaysSoAndEchoesNothing(String name, ScriptedUpstream.Script script) {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        upstream.on("tools/call", script);

        // When
        TestClient.Answer answer = client.callTool(1, "t").join();

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.message().path("id").asInt()).isEqualTo(1);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.UPSTREAM_INVALID);
        assertThat(answer.text()).doesNotContain("secret");
        assertMade(FactType.UPSTREAM_INVALID);
        assertThat(upstream.calls("tools/call")).hasSize(1);
    }

    @Test
    void anUpstreamThatIsDownIsUnreachable() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        gateway.connect("customers", URI.create("http://127.0.0.1:" + free + "/mcp"), "analysts", "10s");

        // When
        TestClient.Answer answer = client.callTool(1, "t").get(10, TimeUnit.SECONDS);

        // Then
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.UPSTREAM_UNREACHABLE);
        assertMade(FactType.UPSTREAM_UNREACHABLE);
    }

    @Test
    void aSlowUpstreamIsGivenUpOnAndItsLateAnswerDropped() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        gateway.connect("customers", upstream.url(), "analysts", "1s");
        CountDownLatch over = new CountDownLatch(1);
        upstream.on("tools/call", (exchange, call) -> {
            over.await(10, TimeUnit.SECONDS);
            ScriptedUpstream.json(exchange, ScriptedUpstream.text(call, "late"));
        });

        // When
        TestClient.Answer answer = client.callTool(1, "t").get(10, TimeUnit.SECONDS);
        over.countDown();

        // Then
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.UPSTREAM_TIMEOUT);
        assertMade(FactType.UPSTREAM_TIMEOUT);
        assertThat(upstream.calls("tools/call")).hasSize(1);
    }

    @Test
    void aServerThatDoesNotAnswerWhatWasTakenBackIsNotToBlame() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        gateway.connect("customers", upstream.url(), "analysts", "1s");
        CountDownLatch over = new CountDownLatch(1);
        upstream.on("tools/call", (exchange, call) -> over.await(10, TimeUnit.SECONDS));
        CompletableFuture<TestClient.Answer> call = client.callTool(7, "t");
        await().until(() -> upstream.calls("tools/call").size() == 1);

        // When
        client.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}");
        TestClient.Answer answer = call.get(10, TimeUnit.SECONDS);
        over.countDown();

        // Then
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertMade(FactType.CANCELLED);
        assertThat(upstream.calls("notifications/cancelled")).hasSize(1);
    }

    @Test
    void aStreamThatKeepsTalkingIsNotGivenUpOn() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        gateway.connect("customers", upstream.url(), "analysts", "1s");
        upstream.on("tools/call", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            for (int i = 0; i < 8; i++) {
                ScriptedUpstream.event(stream, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}");
                TimeUnit.MILLISECONDS.sleep(200);
            }
            ScriptedUpstream.event(stream, ScriptedUpstream.text(call, "done"));
        });

        // When
        TestClient.Answer answer = client.callTool(1, "t").get(15, TimeUnit.SECONDS);

        // Then
        assertThat(answer.message().path("result").toString()).contains("done");
        assertThat(answer.messages()).hasSize(9);
    }

    @Test
    void aDroppedConnectionIsAnUnknownOutcomeAndIsNeverRetried() {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        upstream.on("tools/call", (exchange, call) -> IoUtils.safeClose(exchange.getConnection()));

        // When
        TestClient.Answer answer = client.callTool(1, "t").join();

        // Then
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertMade(FactType.OUTCOME_UNKNOWN);
        assertThat(upstream.calls("tools/call")).hasSize(1);
    }

    @Test
    void aStreamThatEndsWithoutAnAnswerIsAnUnknownOutcome() {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        upstream.on(
                "tools/call",
                (exchange, call) -> ScriptedUpstream.event(
                        ScriptedUpstream.stream(exchange),
                        "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}"));

        // When
        TestClient.Answer answer = client.callTool(1, "t").join();

        // Then
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
    }

    @Test
    void aSessionThatTheUpstreamForgotIs404SoThatTheClientBeginsAgain() {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        upstream.on("tools/call", (exchange, call) -> exchange.setStatusCode(404));
        upstream.on("notifications/x", (exchange, call) -> exchange.setStatusCode(404));

        // When, Then
        assertThat(client.callTool(1, "t").join().status()).isEqualTo(404);
        assertThat(client.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aConnectionWithoutItsCredentialIsNotCalled() {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        int before = upstream.calls().size();
        gateway.connect("customers", upstream.url(), "analysts", "10s", "MISSING");

        // When
        TestClient.Answer answer = client.callTool(1, "t").join();

        // Then
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.UPSTREAM_UNREACHABLE);
        assertThat(upstream.calls()).hasSize(before);
    }

    @Test
    void aRevisionThatTheGatewayDoesNotSpeakOpensNoSession() {
        // Given
        upstream.on(
                "initialize",
                (exchange, call) -> ScriptedUpstream.json(
                        exchange, ScriptedUpstream.result(call, "{\"protocolVersion\":\"2024-10-07\"}")));

        // When
        TestClient.Answer answer = gateway.client()
                .post(
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2024-10-07\"}}");

        // Then
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.UPSTREAM_INVALID);
        assertThat(answer.header("Mcp-Session-Id")).isEmpty();
    }

    @Test
    void withoutAVerdictInTimeNothingPassesAndALateOneDoesNotAct() {
        try (Gateway hasty = new Gateway(upstream.url(), 64, Duration.ofMillis(300), Duration.ofMillis(400))) {
            // Given
            TestClient client = hasty.client().initialize("2025-11-25");
            hasty.decide(intake -> Optional.empty());

            // When
            TestClient.Answer answer = client.callTool(1, "t").join();
            Intake request = hasty.log(MessageKind.REQUEST).stream()
                    .filter(intake -> intake.getMethod().equals("tools/call"))
                    .findFirst()
                    .orElseThrow();
            hasty.decide(intake -> Optional.of(TestVerdicts.forward(intake)));
            hasty.deliver(TestVerdicts.forward(request));

            // Then
            assertThat(answer.errorCode()).isEqualTo(ErrorCode.NO_DECISION);
            await().until(() -> hasty.facts(FactType.DECISION_TIMEOUT).size() == 1);
            assertThat(client.post("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(upstream.calls("tools/call")).isEmpty();
        }
    }

    @Test
    void aRepeatedVerdictDoesNotCallTheUpstreamAgain() {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        upstream.on(
                "tools/call", (exchange, call) -> ScriptedUpstream.json(exchange, ScriptedUpstream.text(call, "x")));
        gateway.decide(intake -> {
            if (intake.getKind() == MessageKind.REQUEST) {
                gateway.deliver(TestVerdicts.forward(intake));
                gateway.deliver(TestVerdicts.forward(intake));
            }
            return Optional.of(TestVerdicts.forward(intake));
        });

        // When
        client.callTool(1, "t").join();
        client.post("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}");

        // Then
        assertThat(upstream.calls("tools/call")).hasSize(1);
    }

    @Test
    void aBrokenLogIs503AndNothingPasses() {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        gateway.breakLog();

        // When
        TestClient.Answer answer = client.callTool(1, "t").join();
        TestClient.Answer notification = client.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}");

        // Then
        assertThat(List.of(answer.status(), notification.status())).containsOnly(503);
        assertThat(answer.header("Retry-After")).isNotEmpty();
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.NO_DECISION);
        assertThat(upstream.calls("tools/call")).isEmpty();
    }

    @Test
    void aClientThatHangsUpIsRecordedAndItsAnswerAsWell() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        CountDownLatch gone = new CountDownLatch(1);
        upstream.on("tools/call", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            ScriptedUpstream.event(stream, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}");
            gone.await(10, TimeUnit.SECONDS);
            ScriptedUpstream.event(stream, ScriptedUpstream.text(call, "x"));
        });

        // When
        client.open("POST", TestClient.toolCall(1, "t")).body().close();
        await().until(() -> gateway.facts(FactType.CLIENT_GONE).size() == 1);
        gone.countDown();

        // Then
        await().until(() -> gateway.log(MessageKind.RESPONSE).stream()
                .anyMatch(intake -> intake.getMethod().equals("tools/call")));
        await().until(() -> gateway.underWay() == 0);
    }

    private void assertMade(FactType type) {
        Intake response = gateway.log(MessageKind.RESPONSE).stream()
                .filter(intake -> intake.getMethod().equals("tools/call"))
                .findFirst()
                .orElseThrow();
        assertThat(response.getFact()).extracting(Fact::getType).isEqualTo(type);
        assertThat(gateway.underWay()).isZero();
    }

    private static Arguments script(String name, String type, String body) {
        ScriptedUpstream.Script script = (exchange, call) -> {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
            exchange.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        };
        return Arguments.of(name, script);
    }

    private static Arguments status(int status) {
        ScriptedUpstream.Script script = (exchange, call) -> {
            exchange.setStatusCode(status);
            if (status == 302) {
                exchange.getResponseHeaders().put(Headers.LOCATION, "/elsewhere");
            }
        };
        return Arguments.of("status " + status, script);
    }
}
