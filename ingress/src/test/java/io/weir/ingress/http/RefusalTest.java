/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.ingress.harness.Gateway;
import io.weir.ingress.harness.ScriptedUpstream;
import io.weir.ingress.harness.TestClient;
import io.weir.ingress.jsonrpc.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not acceptable gets the error of its specification, goes no further, and is recorded where it should be. */
class RefusalTest {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";

    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private final Gateway gateway = Gateway.start(upstream.url());

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    @Test
    void withoutATokenThereIs401WithWhereToGetOne() {
        TestClient.Answer answer = gateway.client().with("Authorization", null).post(PING);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate"))
                .startsWith("Bearer resource_metadata=\"http://127.0.0.1:")
                .contains("/.well-known/oauth-protected-resource/mcp/customers")
                .doesNotContain("error=");
        assertDenied("anonymous", 401);
    }

    @Test
    void aForeignTokenIs401InvalidToken() {
        TestClient.Answer answer =
                gateway.client().with("Authorization", "Bearer foreign").post(PING);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains("error=\"invalid_token\"");
        assertDenied("anonymous", 401);
    }

    @Test
    void anUnknownConnectionIs404() {
        TestClient.Answer answer = new TestClient(gateway.url("nothing")).post(PING);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertDenied("alice", 404);
    }

    @Test
    void aConnectionOfOtherGroupsIs403() {
        TestClient.Answer answer =
                gateway.client().with("Authorization", "Bearer eve").post(PING);

        assertThat(answer.status()).isEqualTo(403);
        assertDenied("eve", 403);
    }

    @Test
    void aMissingSessionIs400AndAnUnknownOne404() {
        assertThat(gateway.client().post(PING).status()).isEqualTo(400);
        assertThat(gateway.client().with("Mcp-Session-Id", "unknown").post(PING).status())
                .isEqualTo(404);
        assertThat(gateway.client()
                        .with("Mcp-Session-Id", "unknown")
                        .method("GET")
                        .status())
                .isEqualTo(404);
        assertThat(gateway.client()
                        .with("Mcp-Session-Id", "unknown")
                        .method("DELETE")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void anothersSessionIs404() {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");

        // When
        TestClient.Answer answer = client.with("Authorization", "Bearer bob").post(PING);

        // Then
        assertThat(answer.status()).isEqualTo(404);
        assertThat(upstream.calls("ping")).isEmpty();
        assertDenied("bob", 404);
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type, text/plain, 415",
        "Content-Type, , 415",
        "Content-Type, application/json; charset=utf-16, 415",
        "Content-Encoding, gzip, 415",
        "Accept, application/json, 406",
        "Accept, text/event-stream, 406",
        "Accept, , 406",
        "MCP-Protocol-Version, 2026-07-28, 400",
        "MCP-Protocol-Version, 2024-11-05, 400",
        "MCP-Protocol-Version, nonsense, 400",
        "Origin, https://evil.example, 403",
        "Origin, null, 403"
    })
    void aWrongHeaderIsRefused(String header, String value, int status) {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");

        // When
        TestClient.Answer answer = client.with(header, value).post(PING);

        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(upstream.calls("ping")).isEmpty();
    }

    @Test
    void aForeignHostIs403() throws Exception {
        assertThat(raw("POST /mcp/customers HTTP/1.1\r\nHost: rebound.example\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":1,",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"method\":\"tools/list\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}{}"
            })
    void whatIsNoJsonIs400ParseErrorAndRecorded(String body) {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");

        // When
        TestClient.Answer answer = client.post(body);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.PARSE_ERROR);
        assertThat(answer.message().get("id").isNull()).isTrue();
        assertThat(gateway.facts(FactType.MALFORMED_MESSAGE))
                .singleElement()
                .satisfies(fact -> assertThat(fact.getPayload().remaining()).isZero());
    }

    @Test
    void invalidUtf8AndTenThousandLevelsAre400() {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        byte[] bad = PING.getBytes(StandardCharsets.UTF_8);
        bad[bad.length - 3] = (byte) 0xC0;
        String deep = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"x\":" + "[".repeat(10_000)
                + "]".repeat(10_000) + "}}";

        // When, Then
        assertThat(client.postBytes(bad).status()).isEqualTo(400);
        assertThat(client.post(deep).status()).isEqualTo(400);
        assertThat(upstream.calls("ping")).isEmpty();
    }

    @Test
    void aBatchIs400WhereTheRevisionHasNone() {
        assertThat(gateway.client()
                        .initialize("2025-06-18")
                        .post("[" + PING + "]")
                        .status())
                .isEqualTo(400);
        assertThat(gateway.client().initialize("2025-03-26").post("[]").status())
                .isEqualTo(400);
        assertThat(gateway.client()
                        .initialize("2025-03-26")
                        .post("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}]")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aBodyOfAHundredMegabytesIs413WithoutBeingRead() throws Exception {
        // Given: the announced length alone decides; not a byte of the body is sent
        String head = "POST /mcp/customers HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + TestClient.TOKEN
                + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n";

        // When, Then
        assertThat(raw(head + "Content-Length: 104857600\r\n\r\n")).startsWith("HTTP/1.1 413");
        assertThat(raw(head + "Expect: 100-continue\r\nContent-Length: 104857600\r\n\r\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(gateway.facts(FactType.MALFORMED_MESSAGE)).hasSize(2);
    }

    @Test
    void aChunkedBodyIs413OnceItIsTooLong() {
        TestClient client = gateway.client().initialize("2025-11-25");

        assertThat(client.post("\"" + "x".repeat(70_000) + "\"").status()).isEqualTo(413);
    }

    @Test
    void aBodyWhoseSenderAsksFirstIsTakenWhenItMayCome() throws Exception {
        // Given
        String head = "POST /mcp/customers HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + TestClient.TOKEN
                + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                + "Connection: close\r\nExpect: 100-continue\r\nContent-Length: " + PING.length() + "\r\n\r\n";

        // When
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            String goOn = new String(in.readNBytes(25), StandardCharsets.US_ASCII);
            out.write(PING.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(in.readAllBytes(), StandardCharsets.US_ASCII);

            // Then
            assertThat(goOn).startsWith("HTTP/1.1 100 Continue");
            assertThat(answer).contains("HTTP/1.1 400").contains("Mcp-Session-Id header is missing");
        }
    }

    @Test
    void otherMethodsAre405() {
        TestClient.Answer answer = gateway.client().method("PUT");

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST, GET, DELETE");
    }

    @Test
    void aFullGatewayAnswers503WithRetryAfterAndRecovers() throws Exception {
        try (Gateway small = new Gateway(upstream.url(), 1, Duration.ofSeconds(20), Duration.ofMillis(400))) {
            // Given
            TestClient client = small.client().initialize("2025-11-25");
            CompletableFuture<Intake> waiting = new CompletableFuture<>();
            small.decide(intake -> {
                if (intake.getKind() == MessageKind.REQUEST && !waiting.isDone()) {
                    waiting.complete(intake);
                    return Optional.empty();
                }
                return Optional.of(io.weir.ingress.harness.TestVerdicts.forward(intake));
            });
            CompletableFuture<TestClient.Answer> first = client.postAsync(PING);
            Intake held = waiting.get(10, TimeUnit.SECONDS);

            // When
            TestClient.Answer refused = client.post(PING);
            small.deliver(io.weir.ingress.harness.TestVerdicts.forward(held));

            // Then
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.errorCode()).isEqualTo(ErrorCode.OVERLOADED);
            assertThat(first.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
            await().until(() -> small.underWay() == 0);
            assertThat(client.post(PING).status()).isEqualTo(200);
        }
    }

    @Test
    void streamsAreBounded() {
        // Given
        upstream.on("GET", (exchange, call) -> {
            ScriptedUpstream.event(ScriptedUpstream.stream(exchange), PING);
            TimeUnit.SECONDS.sleep(5);
        });
        TestClient client = gateway.client().initialize("2025-11-25");

        // When
        client.open("GET", null);
        client.open("GET", null);

        // Then
        assertThat(client.method("GET").status()).isEqualTo(503);
    }

    @Test
    void refusalsOfOnePrincipalAtOneConnectionShareAnAuditSession() {
        // When
        gateway.client().post(PING);
        gateway.client().post("nonsense");

        // Then
        assertThat(gateway.log())
                .extracting(Intake::getSessionId)
                .hasSize(2)
                .containsOnly(gateway.log().get(0).getSessionId());
    }

    private void assertDenied(String subject, int status) {
        assertThat(gateway.facts(FactType.ACCESS_DENIED)).singleElement().satisfies(fact -> {
            assertThat(fact.getPrincipal().getSubject()).isEqualTo(subject.equals("anonymous") ? "" : subject);
            assertThat(fact.getFact().getAttributes())
                    .containsAllEntriesOf(Map.of("httpStatus", Integer.toString(status), "remoteAddress", "127.0.0.1"));
            assertThat(fact.toString()).doesNotContain(TestClient.TOKEN, "foreign");
        });
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(
                java.net.InetAddress.getLoopbackAddress(), gateway.url("x").getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        }
    }
}
