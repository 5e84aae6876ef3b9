/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.undertow.util.Headers;
import io.weir.events.Direction;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.ingress.harness.Gateway;
import io.weir.ingress.harness.ScriptedUpstream;
import io.weir.ingress.harness.TestClient;
import io.weir.ingress.harness.TestVerdicts;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is allowed passes unchanged, both ways, in every form that the transport has. */
class RelayTest {
    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private final Gateway gateway = Gateway.start(upstream.url());

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-03-26", "2025-06-18", "2025-11-25"})
    void aJsonAnswerPassesByteForByte(String version) {
        // Given
        TestClient client = gateway.client().initialize(version);
        String odd =
                "{ \"jsonrpc\" : \"2.0\", \"id\":  7, \"result\":{\"content\":[], \"n\": 1.0e2, \"x-unknown\":null}}";
        upstream.on("tools/call", (exchange, call) -> ScriptedUpstream.json(exchange, odd));
        String request =
                "{\"jsonrpc\":\"2.0\", \"id\":7 ,\"method\":\"tools/call\",\"params\":{\"name\":\"t\",\"extra\":1E0}}";

        // When
        TestClient.Answer answer = client.post(request);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.text()).isEqualTo(odd);
        assertThat(upstream.calls("tools/call")).singleElement().satisfies(call -> {
            assertThat(call.body()).isEqualTo(request);
            assertThat(call.headers()).containsEntry("MCP-Protocol-Version", version);
            assertThat(call.headers()).containsEntry("Mcp-Session-Id", "upstream-session-1");
        });
    }

    @Test
    void everyMessageIsInTheLogBeforeItMovesAndBelongsToItsExchange() {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        upstream.on(
                "tools/call", (exchange, call) -> ScriptedUpstream.json(exchange, ScriptedUpstream.text(call, "x")));
        gateway.log().clear();

        // When
        client.callTool(1, "read").join();

        // Then
        assertThat(gateway.log()).hasSize(2);
        Intake request = gateway.log().get(0);
        Intake response = gateway.log().get(1);
        assertThat(request.getKind()).isEqualTo(MessageKind.REQUEST);
        assertThat(request.getDirection()).isEqualTo(Direction.CLIENT_TO_SERVER);
        assertThat(response.getKind()).isEqualTo(MessageKind.RESPONSE);
        assertThat(response.getDirection()).isEqualTo(Direction.SERVER_TO_CLIENT);
        assertThat(response.getExchangeId()).isEqualTo(request.getExchangeId());
        assertThat(response.getSessionId()).isEqualTo(request.getSessionId());
        assertThat(List.of(request.getMethod(), response.getMethod())).containsOnly("tools/call");
        assertThat(List.of(request.getName(), response.getName())).containsOnly("read");
        assertThat(request.getPrincipal().getSubject()).isEqualTo("alice");
        assertThat(request.getProtocolVersion()).isEqualTo("2025-11-25");
    }

    @Test
    void theVerdictsPayloadIsWhatTravels() {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        upstream.on(
                "tools/call", (exchange, call) -> ScriptedUpstream.json(exchange, ScriptedUpstream.text(call, "x")));
        gateway.decide(intake -> Optional.of(TestVerdicts.forward(
                intake,
                StandardCharsets.UTF_8
                        .decode(intake.getPayload().duplicate())
                        .toString()
                        .replace("\"x\"", "\"[X]\"")
                        .replace("read", "masked"))));

        // When
        TestClient.Answer answer = client.callTool(1, "read").join();

        // Then
        assertThat(upstream.calls("tools/call").get(0).body())
                .contains("masked")
                .doesNotContain("read");
        assertThat(answer.text()).contains("[X]");
    }

    @Test
    void theUpstreamGetsTheGatewaysCredentialAndNothingOfTheClients() {
        // Given
        TestClient client = gateway.client()
                .with("Cookie", "c=" + TestClient.TOKEN)
                .with("X-Custom", TestClient.TOKEN)
                .initialize("2025-11-25");
        upstream.on(
                "tools/call", (exchange, call) -> ScriptedUpstream.json(exchange, ScriptedUpstream.text(call, "x")));

        // When
        client.callTool(1, "read").join();
        client.method("GET");
        client.method("DELETE");

        // Then
        assertThat(upstream.calls()).hasSizeGreaterThanOrEqualTo(5).allSatisfy(call -> {
            assertThat(call.headers()).containsEntry("Authorization", "Bearer " + Gateway.UPSTREAM_SECRET);
            assertThat(call.headers()).doesNotContainKeys("Cookie", "X-Custom", "Accept-Encoding");
            assertThat(call.headers().getOrDefault("Content-Type", "application/json"))
                    .isEqualTo("application/json");
            assertThat(call.toString()).doesNotContain(TestClient.TOKEN);
        });
        assertThat(upstream.calls())
                .anySatisfy(call -> assertThat(call.headers()).containsKey("Content-Type"));
    }

    @Test
    void aStreamedAnswerIsStreamedEventByEvent() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        CountDownLatch seen = new CountDownLatch(1);
        upstream.on("tools/call", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            ScriptedUpstream.event(stream, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}");
            seen.await(10, TimeUnit.SECONDS);
            ScriptedUpstream.event(stream, ScriptedUpstream.text(call, "done"));
        });

        // When
        HttpResponse<InputStream> response = client.open("POST", TestClient.toolCall(1, "slow"));
        BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        StringBuilder first = new StringBuilder();
        while (!first.toString().contains("notifications/message")) {
            first.append(lines.readLine()).append('\n');
        }
        seen.countDown();
        String rest = lines.lines().collect(Collectors.joining("\n"));

        // Then
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(rest).contains("done");
    }

    @Test
    void aServersRequestOnTheStreamIsAnsweredByTheClient() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        CompletableFuture<String> answered = new CompletableFuture<>();
        upstream.on("", (exchange, call) -> {
            exchange.setStatusCode(202);
            answered.complete(call.body());
        });
        upstream.on("tools/call", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            ScriptedUpstream.event(
                    stream, "{\"jsonrpc\":\"2.0\",\"id\":\"ask-1\",\"method\":\"elicitation/create\",\"params\":{}}");
            String answer = answered.get(10, TimeUnit.SECONDS);
            ScriptedUpstream.event(stream, ScriptedUpstream.text(call, answer.contains("accept") ? "yes" : "no"));
        });
        CompletableFuture<TestClient.Answer> call = client.callTool(1, "ask");
        await().until(() ->
                gateway.log().stream().anyMatch(intake -> intake.getMethod().equals("elicitation/create")));
        await().until(() -> gateway.underWay() == 1);

        // When
        AtomicBoolean open = new AtomicBoolean(true);
        gateway.decide(intake -> Optional.of(
                isClientsAnswer(intake) && !open.getAndSet(false)
                        ? TestVerdicts.block(intake, null)
                        : TestVerdicts.forward(intake)));
        String response = "{\"jsonrpc\":\"2.0\",\"id\":\"ask-1\",\"result\":{\"action\":\"accept\"}}";
        TestClient.Answer accepted = client.post(response);

        // Then
        assertThat(accepted.status()).isEqualTo(202);
        assertThat(call.get(10, TimeUnit.SECONDS).text())
                .contains("elicitation/create")
                .contains("yes");
        assertThat(answered.join()).isEqualTo(response);
        assertThat(client.post(response).status()).as("the same answer again").isEqualTo(400);
        assertThat(upstream.calls("")).hasSize(1);
    }

    private static boolean isClientsAnswer(Intake intake) {
        return intake.getKind() == MessageKind.RESPONSE && intake.getDirection() == Direction.CLIENT_TO_SERVER;
    }

    @Test
    void aServersOwnStreamIsRelayedUntilTheClientLeaves() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        CountDownLatch gone = new CountDownLatch(1);
        upstream.on("GET", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            try {
                for (int i = 0; i < 1_000; i++) {
                    ScriptedUpstream.event(
                            stream, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            } catch (java.io.IOException e) {
                gone.countDown();
            }
        });

        // When
        HttpResponse<InputStream> response = client.open("GET", null);
        BufferedReader lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        String data = lines.readLine();
        while (!data.startsWith("data: {")) {
            data = lines.readLine();
        }
        response.body().close();

        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(data).contains("list_changed");
        assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
        await().until(() -> gateway.openStreams() == 0);
    }

    @Test
    void anUpstreamWithoutAStreamOfItsOwnIsPassedOnAs405() {
        TestClient client = gateway.client().initialize("2025-11-25");

        assertThat(client.method("GET").status()).isEqualTo(405);
    }

    @Test
    void aBatchIsDecidedMessageByMessageAndAnsweredAsAStream() {
        // Given
        TestClient client = gateway.client().initialize("2025-03-26");
        upstream.on(
                "tools/call", (exchange, call) -> ScriptedUpstream.json(exchange, ScriptedUpstream.text(call, "x")));
        gateway.log().clear();

        // When
        TestClient.Answer answer = client.post("[" + TestClient.toolCall(1, "a") + "," + TestClient.toolCall(2, "b")
                + ",{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}]");

        // Then
        assertThat(answer.isStream()).isTrue();
        List<Integer> ids = new ArrayList<>();
        answer.messages().forEach(message -> ids.add(message.path("id").asInt()));
        assertThat(ids).containsExactlyInAnyOrder(1, 2);
        assertThat(gateway.log(MessageKind.REQUEST)).hasSize(2);
        await().untilAsserted(() ->
                assertThat(upstream.calls("notifications/cancelled")).hasSize(1));
    }

    @Test
    void aBatchWithoutRequestsIsAccepted() {
        TestClient client = gateway.client().initialize("2025-03-26");

        assertThat(client.post("[{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\"}]")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void anEndedSessionIsEndedAtTheUpstreamAndRecorded() {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");

        // When
        TestClient.Answer ended = client.method("DELETE");

        // Then
        assertThat(ended.status()).isEqualTo(204);
        assertThat(upstream.calls())
                .last()
                .satisfies(call -> assertThat(call.httpMethod()).isEqualTo("DELETE"));
        assertThat(gateway.facts(io.weir.events.FactType.SESSION_CLOSED)).hasSize(1);
        assertThat(client.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void anEndOfSessionThatTheUpstreamConfirmsInItsOwnWordsIsAnEnd() {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        upstream.on("DELETE", (exchange, call) -> {
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
            exchange.getOutputStream().write("Ended.".getBytes(StandardCharsets.UTF_8));
            exchange.getOutputStream().flush();
        });

        // When
        TestClient.Answer ended = client.method("DELETE");

        // Then
        assertThat(ended.status()).isEqualTo(204);
    }

    @Test
    void anEndOfSessionThatTheUpstreamConfirmsWithoutAWordIsAnEnd() {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        upstream.on("DELETE", (exchange, call) -> exchange.getOutputStream().flush());

        // When
        TestClient.Answer ended = client.method("DELETE");

        // Then
        assertThat(ended.status()).isEqualTo(204);
    }

    @Test
    void requestsWithTheSameIdAtTheSameTimeGetTheirOwnAnswers() {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        upstream.on(
                "tools/call",
                (exchange, call) -> ScriptedUpstream.json(
                        exchange,
                        ScriptedUpstream.text(
                                call, call.json().path("params").path("name").asText())));

        // When
        List<CompletableFuture<TestClient.Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            calls.add(client.callTool(1, "tool-" + i));
        }

        // Then
        for (int i = 0; i < 30; i++) {
            assertThat(calls.get(i).join().text()).contains("\"tool-" + i + "\"");
        }
    }
}
