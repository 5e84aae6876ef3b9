/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import static io.weir.ingress.harness.TestClient.statelessRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.ingress.harness.Gateway;
import io.weir.ingress.harness.ScriptedUpstream;
import io.weir.ingress.harness.TestClient;
import io.weir.ingress.harness.TestVerdicts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MCP 2026-07-28: every request stands for itself. */
class StatelessTest {
    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private final Gateway gateway = Gateway.start(upstream.url());

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    @Test
    void aRequestPassesByteForByteWithItsHeadersAndWithoutASession() {
        // Given
        String result =
                "{ \"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"complete\",\"content\":[],\"x\":1E0}}";
        upstream.on("tools/call", (exchange, call) -> ScriptedUpstream.json(exchange, result));
        String request = statelessRequest(7, "tools/call", "\"name\":\"t\",\"extra\":1.0e2,");

        // When
        TestClient.Answer answer = gateway.client()
                .stateless("tools/call", "t")
                .with("Mcp-Session-Id", "of another era")
                .with("Last-Event-ID", "3")
                .with("Mcp-Param-Region", "west")
                .post(request);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(result);
        assertThat(answer.header("Mcp-Session-Id")).isEmpty();
        assertThat(upstream.calls()).singleElement().satisfies(call -> {
            assertThat(call.body()).isEqualTo(request);
            assertThat(call.headers())
                    .containsEntry("MCP-Protocol-Version", "2026-07-28")
                    .containsEntry("Mcp-Method", "tools/call")
                    .containsEntry("Mcp-Name", "t")
                    .containsEntry("Mcp-Param-Region", "west")
                    .doesNotContainKeys("Mcp-Session-Id", "Last-Event-ID");
        });
    }

    @Test
    void whatAPersonSaysOnADayIsOneSession() {
        // Given
        upstream.on(
                "tools/call", (exchange, call) -> ScriptedUpstream.json(exchange, ScriptedUpstream.text(call, "x")));

        // When
        gateway.client().callStateless(1, "a").join();
        gateway.client().callStateless(1, "b").join();
        gateway.client()
                .with("Authorization", "Bearer bob")
                .callStateless(1, "a")
                .join();

        // Then
        List<Intake> requests = gateway.log(MessageKind.REQUEST);
        assertThat(requests).hasSize(3).extracting(Intake::getProtocolVersion).containsOnly("2026-07-28");
        assertThat(requests.get(1).getSessionId()).isEqualTo(requests.get(0).getSessionId());
        assertThat(requests.get(2).getSessionId()).isNotEqualTo(requests.get(0).getSessionId());
    }

    @Test
    void anEncodedNameIsComparedDecoded() {
        upstream.on(
                "tools/call", (exchange, call) -> ScriptedUpstream.json(exchange, ScriptedUpstream.text(call, "x")));
        TestClient.Answer answer = gateway.client()
                .stateless("tools/call", "=?base64?w6Q=?=")
                .post(statelessRequest(1, "tools/call", "\"name\":\"\\u00e4\","));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(upstream.calls().get(0).headers()).containsEntry("Mcp-Name", "=?base64?w6Q=?=");
    }

    @ParameterizedTest
    @CsvSource({
        "MCP-Protocol-Version, 2025-11-25",
        "MCP-Protocol-Version, ",
        "Mcp-Method, tools/list",
        "Mcp-Method, TOOLS/CALL",
        "Mcp-Method, ",
        "Mcp-Name, other",
        "Mcp-Name, ",
        "Mcp-Name, =?base64?!?=",
        "Mcp-Param-X, =?base64?!?=",
    })
    void aHeaderThatDoesNotSayWhatTheBodySaysIsRefused(String header, String value) {
        TestClient.Answer answer = gateway.client()
                .stateless("tools/call", "t")
                .with(header, value)
                .post(statelessRequest(9, "tools/call", "\"name\":\"t\","));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(-32020);
        assertThat(answer.message().path("id").asInt()).isEqualTo(9);
        assertThat(upstream.calls()).isEmpty();
        await().until(() -> gateway.facts(FactType.MALFORMED_MESSAGE).size() == 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"_meta\":{}}",
                "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}",
                "{\"_meta\":{\"io.modelcontextprotocol/clientCapabilities\":{}}}",
                "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":[]}}",
                "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":2026,"
                        + "\"io.modelcontextprotocol/clientCapabilities\":{}}}",
            })
    void aRequestThatDoesNotSayWhatItHasToIsRefused(String params) {
        TestClient.Answer answer = gateway.client()
                .stateless("tools/list", null)
                .post("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/list\",\"params\":" + params + "}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(-32602);
        assertThat(answer.message().path("id").asText()).isEqualTo("a");
    }

    @Test
    void aRevisionThatNobodySpeaksIsRefusedWithThoseThatAre() {
        TestClient.Answer answer = gateway.client()
                .stateless("tools/list", null)
                .with("MCP-Protocol-Version", "1900-01-01")
                .post(statelessRequest(3, "tools/list", "").replace("2026-07-28", "1900-01-01"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(-32022);
        assertThat(answer.message().path("error").path("data").path("requested").asText())
                .isEqualTo("1900-01-01");
        assertThat(answer.message()
                        .path("error")
                        .path("data")
                        .path("supported")
                        .get(0)
                        .asText())
                .isEqualTo("2026-07-28");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{}}]",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"
            })
    void neitherBatchesNorAnswersAreTaken(String body) {
        TestClient.Answer answer =
                gateway.client().stateless("tools/list", null).post(body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(-32600);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "DELETE"})
    void thereIsOnlyPost(String method) {
        TestClient.Answer answer =
                gateway.client().with("MCP-Protocol-Version", "2026-07-28").method(method);
        assertThat(answer.status()).isEqualTo(405);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404|{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":-32601,\"message\":\"no\"}}|-32601",
                "400|{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":-32022,\"message\":\"no\"}}|-32022",
                "400|{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,\"message\":\"no\"}}|-32000",
                "400|{\"stack\":\"secret\"}|-31006",
                "404|secret page|-31006",
            })
    void anUpstreamsRefusalKeepsItsStatus(int status, String body, int code) {
        upstream.on("tools/call", (exchange, call) -> {
            exchange.setStatusCode(status);
            ScriptedUpstream.json(exchange, body);
        });
        TestClient.Answer answer = gateway.client().callStateless(5, "t").join();
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.errorCode()).isEqualTo(code);
        assertThat(answer.text()).doesNotContain("secret");
    }

    @Test
    void aServerWithoutSessionsTellsAClientThatWantsOneItself() {
        upstream.on("initialize", (exchange, call) -> {
            exchange.setStatusCode(400);
            ScriptedUpstream.json(
                    exchange,
                    "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32022,\"message\":\"Unsupported protocol version\","
                            + "\"data\":{\"supported\":[\"2026-07-28\"]}}}");
        });
        TestClient.Answer answer = gateway.client()
                .post("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                        + "\"2025-11-25\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo(-32022);
        assertThat(answer.text()).contains("2026-07-28");
        assertThat(answer.header("Mcp-Session-Id")).isEmpty();
    }

    @Test
    void whatTheGatewayRefusesAsUnknownHasTheStatusOfThat() {
        gateway.decide(intake -> Optional.of(TestVerdicts.block(
                intake, "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32601,\"message\":\"no\"}}")));
        TestClient.Answer answer = gateway.client().callStateless(1, "t").join();
        assertThat(answer.status()).isEqualTo(404);
    }

    @Test
    void aMaskedArgumentIsMaskedInItsHeader() {
        // Given
        upstream.on(
                "tools/call", (exchange, call) -> ScriptedUpstream.json(exchange, ScriptedUpstream.text(call, "x")));
        gateway.decide(intake -> Optional.of(TestVerdicts.forward(
                intake,
                StandardCharsets.UTF_8
                        .decode(intake.getPayload().duplicate())
                        .toString()
                        .replace("a@b.example", "[EMAIL]"))));

        // When
        gateway.client()
                .stateless("tools/call", "t")
                .with("Mcp-Param-To", "a@b.example")
                .post(statelessRequest(1, "tools/call", "\"name\":\"t\",\"arguments\":{\"to\":\"a@b.example\"},"));

        // Then
        assertThat(upstream.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.headers()).containsEntry("Mcp-Param-To", "[EMAIL]"));
    }

    @Test
    void hangingUpCancelsTheUpstreamCall() throws Exception {
        // Given
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch broken = new CountDownLatch(1);
        upstream.on("tools/call", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            called.countDown();
            try {
                while (true) {
                    ScriptedUpstream.event(stream, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}");
                    if (broken.await(20, TimeUnit.MILLISECONDS)) {
                        return;
                    }
                }
            } catch (IOException e) {
                broken.countDown();
            }
        });
        CompletableFuture<?> call = openAndClose(called);

        // Then
        assertThat(broken.await(10, TimeUnit.SECONDS)).isTrue();
        call.join();
        await().until(() -> gateway.underWay() == 0);
        assertThat(gateway.facts(FactType.CANCELLED))
                .singleElement()
                .satisfies(fact -> assertThat(fact.getFact().getAttributes()).containsEntry("relayed", "true"));
    }

    private CompletableFuture<?> openAndClose(CountDownLatch called) {
        return CompletableFuture.runAsync(() -> {
            HttpResponse<InputStream> response = gateway.client()
                    .stateless("tools/call", "t")
                    .open("POST", statelessRequest(1, "tools/call", "\"name\":\"t\","));
            try {
                called.await(10, TimeUnit.SECONDS);
                response.body().close();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void hangingUpWhileTheUpstreamIsSilentCancelsItAsWell() throws Exception {
        // Given
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        upstream.on("tools/call", (exchange, call) -> {
            called.countDown();
            over.await(10, TimeUnit.SECONDS);
        });

        // When
        Socket socket = rawCall();
        assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
        socket.close();

        // Then
        await().until(() -> gateway.underWay() == 0);
        over.countDown();
        assertThat(gateway.facts(FactType.CANCELLED)).hasSize(1);
    }

    @Test
    void whatIsTakenBackBeforeItIsDecidedNeverReachesTheUpstream() throws Exception {
        // Given
        gateway.decide(intake -> Optional.empty());

        // When
        Socket socket = rawCall();
        await().until(() -> gateway.log(MessageKind.REQUEST).size() == 1);
        socket.close();

        // Then
        await().until(() -> gateway.facts(FactType.CANCELLED).size() == 1);
        assertThat(gateway.facts(FactType.CANCELLED).get(0).getFact().getAttributes())
                .containsEntry("relayed", "false");
        gateway.deliver(TestVerdicts.forward(gateway.log(MessageKind.REQUEST).get(0)));
        await().until(() -> gateway.underWay() == 0);
        assertThat(upstream.calls()).isEmpty();
    }

    /** A call on a connection of its own, which ends with the socket. */
    private Socket rawCall() throws IOException {
        URI url = gateway.url("customers");
        Socket socket = new Socket(url.getHost(), url.getPort());
        socket.getOutputStream().write(rawRequest(1).getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    private String rawRequest(int id) {
        URI url = gateway.url("customers");
        String body = statelessRequest(id, "tools/call", "\"name\":\"t\",");
        return "POST " + url.getPath() + " HTTP/1.1\r\nHost: " + url.getHost() + ":" + url.getPort()
                + "\r\nAuthorization: Bearer " + TestClient.TOKEN
                + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream"
                + "\r\nMCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: t\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void requestsThatComeBeforeTheAnswerAreAnsweredInTurn() throws Exception {
        // Given
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        upstream.on("tools/call", (exchange, call) -> {
            called.countDown();
            second.await(10, TimeUnit.SECONDS);
            ScriptedUpstream.json(exchange, ScriptedUpstream.text(call, "answer"));
        });

        // When
        try (Socket socket = rawCall()) {
            assertThat(called.await(10, TimeUnit.SECONDS)).isTrue();
            socket.getOutputStream().write((rawRequest(2) + rawRequest(3)).getBytes(StandardCharsets.UTF_8));
            second.countDown();

            // Then
            BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            StringBuilder all = new StringBuilder();
            while (!all.toString().contains("\"id\":3")) {
                all.append((char) reader.read());
            }
            assertThat(all.toString()).containsSubsequence("\"id\":1", "\"id\":2", "\"id\":3");
        }
    }

    @Test
    void aStreamOfChangesStaysOpenForAsLongAsNothingChanges() throws Exception {
        // Given
        gateway.connect("customers", upstream.url(), "analysts", "1s");
        CountDownLatch quiet = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        upstream.on("subscriptions/listen", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            ScriptedUpstream.event(
                    stream, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\"}");
            quiet.await(10, TimeUnit.SECONDS);
            ScriptedUpstream.event(stream, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
            try {
                while (!closed.await(20, TimeUnit.MILLISECONDS)) {
                    ScriptedUpstream.event(stream, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\"}");
                }
            } catch (IOException e) {
                closed.countDown();
            }
        });

        // When
        HttpResponse<InputStream> response = gateway.client()
                .stateless("subscriptions/listen", null)
                .open("POST", statelessRequest(1, "subscriptions/listen", "\"notifications\":{},"));
        BufferedReader reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        StringBuilder heard = new StringBuilder();
        readUntil(reader, heard, "acknowledged");
        // Longer than the upstream may take for an answer: comments keep coming, and no end.
        for (int keepalive = 0; keepalive < 15; keepalive++) {
            readUntil(reader, new StringBuilder(), "keepalive");
        }
        quiet.countDown();
        readUntil(reader, heard, "list_changed");
        response.body().close();

        // Then
        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        await().until(() -> gateway.underWay() == 0);
    }

    private static void readUntil(BufferedReader reader, StringBuilder heard, String text) throws IOException {
        while (!heard.toString().contains(text)) {
            String line = reader.readLine();
            assertThat(line).isNotNull();
            heard.append(line).append('\n');
        }
    }
}
