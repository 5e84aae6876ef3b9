/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.events.FactType;
import io.weir.ingress.harness.Gateway;
import io.weir.ingress.harness.OldUpstream;
import io.weir.ingress.harness.ScriptedUpstream;
import io.weir.ingress.harness.StubTokenEndpoint;
import io.weir.ingress.harness.TestClient;
import io.weir.ingress.jsonrpc.ErrorCode;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How sessions with servers of the HTTP+SSE transport begin and end. */
class OldUpstreamTest {
    private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":\"i\",\"method\":\"initialize\",\"params\":"
            + "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";

    private final OldUpstream upstream = new OldUpstream();
    private final Gateway gateway = connect(Gateway.start(upstream.url()), "auto", upstream.url(), "10s");

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    private static Gateway connect(Gateway gateway, String transport, URI url, String timeout) {
        return gateway.connect("""
                connection:
                  name: customers
                  url: %s
                  transport: %s
                  credential: {bearer: {env: SECRET}}
                  allowedGroups: [analysts]
                  timeout: %s
                """.formatted(url, transport, timeout));
    }

    private void connect(String transport) {
        connect(gateway, transport, upstream.url(), "10s");
    }

    private TestClient open() {
        return gateway.client().initialize("2024-11-05");
    }

    private void answerCalls() {
        upstream.on(
                "tools/call", call -> call.text(call.json().at("/params/name").asText()));
    }

    private static String text(TestClient.Answer answer) {
        return answer.message().at("/result/content/0/text").asText();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"400|''", "404|''", "405|''", "404|'{\"detail\":\"Not Found\"}'", "400|'{\"detail\":\"No\"}'"})
    void itIsFoundOutWhereInitializeIsRefused(int status, String body) throws Exception {
        // Given
        upstream.refuses(status, body);
        answerCalls();

        // When
        TestClient.Answer answer = open().callTool(7, "read").get(10, TimeUnit.SECONDS);

        // Then
        assertThat(text(answer)).isEqualTo("read");
        assertThat(answer.message().path("id").asInt()).isEqualTo(7);
        assertThat(answer.isStream()).isFalse();
        assertThat(upstream.calls())
                .extracting(call -> call.httpMethod() + " " + call.path() + " " + call.method())
                .containsExactly(
                        "POST /sse initialize",
                        "GET /sse ",
                        "POST /messages initialize",
                        "POST /messages notifications/initialized",
                        "POST /messages tools/call");
    }

    @Test
    void theGatewaysCredentialIsOnStreamAndMessages() throws Exception {
        // Given
        connect("sse");
        answerCalls();

        // When
        open().callTool(1, "read").get(10, TimeUnit.SECONDS);

        // Then
        assertThat(upstream.calls()).hasSize(4).allSatisfy(call -> {
            assertThat(call.headers()).containsEntry("Authorization", "Bearer " + Gateway.UPSTREAM_SECRET);
            assertThat(call.headers()).doesNotContainKeys("Mcp-Session-Id", "Accept-Encoding");
            assertThat(call.toString()).doesNotContain(TestClient.TOKEN);
        });
        assertThat(upstream.calls().get(0).httpMethod()).isEqualTo("GET");
    }

    @Test
    void anAccessTokenIsFetchedOnceForAll() throws Exception {
        // Given
        answerCalls();
        try (StubTokenEndpoint endpoint = new StubTokenEndpoint()) {
            gateway.connect("connection: {name: customers, url: '" + upstream.url()
                    + "', allowedGroups: [analysts], timeout: 10s, credential: {oauth: {tokenUrl: '" + endpoint.url()
                    + "', clientId: weir, clientSecret: {env: SECRET}}}}");

            // When
            open().callTool(1, "read").get(10, TimeUnit.SECONDS);

            // Then
            assertThat(upstream.calls())
                    .hasSize(5)
                    .allSatisfy(call -> assertThat(call.headers()).containsEntry("Authorization", "Bearer token-1"));
            assertThat(endpoint.asks()).hasSize(1);
        }
    }

    @Test
    void whatIsSaidToBeStreamableHttpIsNotAskedForAStream() {
        // Given
        connect("http");

        // When
        TestClient.Answer answer = gateway.client().post(INITIALIZE);

        // Then
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.UPSTREAM_INVALID);
        assertThat(upstream.calls()).hasSize(1);
    }

    @Test
    void aRefusalIsToldAsItCameWhereThereIsNoStreamEither() {
        // Given
        String refusal = "{\"jsonrpc\":\"2.0\",\"id\":\"i\",\"error\":{\"code\":-32602,\"message\":\"not like this\"}}";
        try (ScriptedUpstream modern = new ScriptedUpstream()) {
            modern.on("initialize", (exchange, call) -> {
                exchange.setStatusCode(400);
                ScriptedUpstream.json(exchange, refusal);
            });
            connect(gateway, "auto", modern.url(), "10s");

            // When
            TestClient.Answer answer = gateway.client().post(INITIALIZE);

            // Then
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).isEqualTo(refusal);
            assertThat(modern.calls())
                    .extracting(ScriptedUpstream.Call::httpMethod)
                    .containsExactly("POST", "GET");
        }
    }

    @Test
    void aServerWhoseStreamIsOfAnotherKindIsNotTakenForAnOldOne() {
        // Given
        upstream.endpoint("").refuses(404, "");
        connect(gateway, "auto", upstream.url(), "1s");

        // When
        TestClient.Answer answer = gateway.client().post(INITIALIZE);

        // Then
        assertThat(answer.status()).isIn(200, 404);
        assertThat(answer.message().has("error")).isTrue();
        await().until(() -> gateway.upstreamStreams() == 0);
        await().until(() -> upstream.open() == 0);
    }

    @Test
    void anEndpointOfAnotherOriginGetsNothing() {
        try (ScriptedUpstream other = new ScriptedUpstream()) {
            for (String transport : List.of("auto", "sse")) {
                // Given
                connect(transport);
                upstream.endpoint(other.url() + "?session=%d");

                // When
                TestClient.Answer answer = gateway.client().post(INITIALIZE);

                // Then
                assertThat(answer.errorCode()).isEqualTo(ErrorCode.UPSTREAM_INVALID);
                assertThat(answer.text())
                        .contains("no address of its own origin")
                        .doesNotContain(other.url() + "");
                await().until(() -> upstream.open() == 0);
            }
            assertThat(other.calls()).isEmpty();
            assertThat(upstream.calls().stream().filter(call -> call.session() != null))
                    .isEmpty();
        }
    }

    @Test
    void anUpstreamThatIsDownIsUnreachable() {
        // Given
        connect("sse");
        upstream.close();

        // When
        TestClient.Answer answer = gateway.client().post(INITIALIZE);

        // Then
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.UPSTREAM_UNREACHABLE);
        assertThat(gateway.upstreamStreams()).isZero();
    }

    @Test
    void aStreamThatIsRefusedIsNoSession() {
        // Given
        connect(gateway, "sse", URI.create(upstream.url() + "/elsewhere"), "10s");
        upstream.refuses(401, "");

        // When
        TestClient.Answer answer = gateway.client().post(INITIALIZE);

        // Then
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.UPSTREAM_INVALID);
        assertThat(answer.text()).contains("HTTP status 401");
    }

    @Test
    void statelessMessagesGetTheAnswerOfAServerOfSessions() throws Exception {
        // Given
        connect("sse");

        // When
        TestClient.Answer answer = gateway.client().callStateless(1, "read").get(10, TimeUnit.SECONDS);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("no revision without sessions");
        assertThat(upstream.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLostStreamLeavesTheOutcomeUnknownAndEndsTheSession(boolean cut) throws Exception {
        // Given
        TestClient client = open();
        CompletableFuture<TestClient.Answer> first = client.callTool(1, "a");
        CompletableFuture<TestClient.Answer> second = client.callTool(2, "b");
        await().until(() -> upstream.calls("tools/call").size() == 2);

        // When
        OldUpstream.Session session = upstream.session(0);
        if (cut) {
            session.cut();
        } else {
            session.end();
        }

        // Then
        for (CompletableFuture<TestClient.Answer> call : List.of(first, second)) {
            assertThat(call.get(10, TimeUnit.SECONDS).errorCode()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        }
        assertThat(gateway.facts(FactType.OUTCOME_UNKNOWN)).hasSize(2);
        assertThat(client.callTool(3, "c").get(10, TimeUnit.SECONDS).status()).isEqualTo(404);
        assertThat(client.method("GET").status()).isEqualTo(404);
        assertThat(upstream.calls("tools/call")).hasSize(2);
        assertThat(gateway.upstreamStreams()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: secret\n\n", "data: []\n\n", "TOO LONG"})
    void nonsenseOnTheStreamEndsTheSession(String nonsense) throws Exception {
        // Given
        TestClient client = open();
        upstream.on(
                "tools/call",
                call -> call.session()
                        .raw(nonsense.equals("TOO LONG") ? "data: \"" + "x".repeat(70_000) + "\"\n\n" : nonsense));

        // When
        TestClient.Answer answer = client.callTool(1, "a").get(10, TimeUnit.SECONDS);

        // Then
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(answer.text()).doesNotContain("secret");
        assertThat(client.callTool(2, "b").get(10, TimeUnit.SECONDS).status()).isEqualTo(404);
    }

    @Test
    void anotherProcessDoesNotHaveTheStreamAndSaysSo() throws Exception {
        // Given
        TestClient client = open();
        try (Gateway other = connect(Gateway.start(upstream.url()), "auto", upstream.url(), "10s")) {
            // When
            TestClient elsewhere = client.at(other.url("customers"));

            // Then
            assertThat(elsewhere.callTool(1, "a").get(10, TimeUnit.SECONDS).status())
                    .isEqualTo(404);
            assertThat(elsewhere.method("GET").status()).isEqualTo(404);
            assertThat(upstream.calls("tools/call")).isEmpty();
        }
    }

    @Test
    void theEndOfTheSessionClosesTheStream() {
        // Given
        TestClient client = open();
        assertThat(upstream.open()).isOne();

        // When
        assertThat(client.method("DELETE").status()).isEqualTo(204);

        // Then
        assertThat(gateway.upstreamStreams()).isZero();
        await().until(() -> upstream.open() == 0);
        assertThat(client.post("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aSilentSessionIsClosed() {
        // Given
        gateway.connect("connection: {name: customers, url: '" + upstream.url()
                + "', allowedGroups: [analysts], timeout: 10s, idleTimeout: 1s}");
        TestClient client = open();

        // When
        await().until(() -> gateway.upstreamStreams() == 0);

        // Then
        await().until(() -> upstream.open() == 0);
        assertThat(client.method("GET").status()).isEqualTo(404);
    }

    @Test
    void theGatewaysEndClosesTheStream() {
        // Given
        open();

        // When
        gateway.close();

        // Then
        await().until(() -> upstream.open() == 0);
    }

    @Test
    void aSessionDoesNotFollowItsConnectionElsewhere() throws Exception {
        // Given
        TestClient client = open();
        try (OldUpstream other = new OldUpstream()) {
            // When
            connect(gateway, "sse", other.url(), "10s");

            // Then
            assertThat(client.callTool(1, "a").get(10, TimeUnit.SECONDS).status())
                    .isEqualTo(404);
            await().until(() -> upstream.open() == 0);
            assertThat(other.calls()).isEmpty();
        }
    }

    @Test
    void aServerThatForgotTheSessionEndsIt() throws Exception {
        // Given
        TestClient client = open();
        upstream.takesWith(404);

        // When
        TestClient.Answer answer = client.callTool(1, "a").get(10, TimeUnit.SECONDS);

        // Then
        assertThat(answer.status()).isEqualTo(404);
        await().until(() -> upstream.open() == 0);
    }

    @Test
    void aServerThatDoesNotTakeARequestIsToldOf() throws Exception {
        // Given
        TestClient client = open();
        upstream.takesWith(500);

        // When
        TestClient.Answer answer = client.callTool(1, "a").get(10, TimeUnit.SECONDS);

        // Then
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.UPSTREAM_INVALID);
        assertThat(answer.text()).contains("HTTP status 500");
        upstream.takesWith(202);
        assertThat(client.post("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anAnswerCountsWhetherItsRequestWasAcknowledgedOrNot() throws Exception {
        // Given
        answerCalls();
        TestClient client = open();
        upstream.takesWith(OldUpstream.NEVER);

        // When
        TestClient.Answer answer = client.callTool(1, "a").get(10, TimeUnit.SECONDS);

        // Then
        assertThat(text(answer)).isEqualTo("a");
    }

    @Test
    void aRefusedSessionLeavesNoStream() {
        // Given
        upstream.on(
                "initialize",
                call -> call.session()
                        .event("{\"jsonrpc\":\"2.0\",\"id\":" + call.json().path("id")
                                + ",\"error\":{\"code\":-32602,\"message\":\"no\"}}"));

        // When
        TestClient.Answer answer = gateway.client().post(INITIALIZE);

        // Then
        assertThat(answer.errorCode()).isEqualTo(-32602);
        assertThat(answer.message().path("id").asText()).isEqualTo("i");
        await().until(() -> upstream.open() == 0);
    }

    @Test
    void streamsAreBounded() {
        // Given
        open();
        open();

        // When
        TestClient.Answer answer = gateway.client().post(INITIALIZE);

        // Then
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.UPSTREAM_UNREACHABLE);
        assertThat(answer.text()).contains("Too many streams");
        assertThat(gateway.upstreamStreams()).isEqualTo(2);
    }
}
