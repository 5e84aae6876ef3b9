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
import io.weir.ingress.harness.ScriptedUpstream;
import io.weir.ingress.harness.TestClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients of MCP 2024-11-05: one stream tells everything, messages are posted elsewhere. */
class HttpSseTest {
    private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
            + "{\"protocolVersion\":\"2024-11-05\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";
    private static final String INITIALIZED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}";

    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private final Gateway gateway = Gateway.start(upstream.url());

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    /** An old client: reads its stream, and posts to the address that it was told. */
    private final class OldClient implements AutoCloseable {
        private final HttpResponse<InputStream> response;
        private final BufferedReader lines;
        private final TestClient poster;
        private final String endpoint;

        OldClient() throws IOException {
            response = gateway.client()
                    .at(URI.create(gateway.url("customers") + "/sse"))
                    .open("GET", null);
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            assertThat(lines.readLine()).isEqualTo("event: endpoint");
            endpoint = lines.readLine().substring("data: ".length());
            poster = gateway.client()
                    .with("Accept", "*/*")
                    .at(gateway.url("customers").resolve(endpoint));
        }

        TestClient.Answer post(String message) {
            return poster.post(message);
        }

        /** The next message that contains the text. */
        String next(String text) throws IOException {
            String line = lines.readLine();
            while (!line.startsWith("data: ") || !line.contains(text)) {
                line = lines.readLine();
            }
            return line.substring(6);
        }

        OldClient initialized() throws IOException {
            assertThat(post(INITIALIZE).status()).isEqualTo(202);
            assertThat(next("\"id\":1")).contains("\"protocolVersion\":\"2024-11-05\"");
            assertThat(post(INITIALIZED).status()).isEqualTo(202);
            return this;
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }

    @Test
    void answersComeOnTheStream() throws Exception {
        upstream.on(
                "tools/call",
                (exchange, call) -> ScriptedUpstream.json(
                        exchange,
                        ScriptedUpstream.text(call, "of " + call.json().path("id"))));
        try (OldClient client = new OldClient().initialized()) {
            client.post(TestClient.toolCall(7, "a"));
            client.post(TestClient.toolCall(8, "b"));
            String first = client.next("of ");
            String second = client.next("of ");
            assertThat(first + second).contains("of 7", "of 8");
        }
        assertThat(upstream.calls("tools/call"))
                .allSatisfy(call -> assertThat(call.headers()).containsEntry("Mcp-Session-Id", "upstream-session-1"));
    }

    @Test
    void whatTheServerSaysMeanwhileAndByItselfIsToldAsWell() throws Exception {
        // Given
        CountDownLatch over = new CountDownLatch(1);
        upstream.on("GET", (exchange, call) -> {
            ScriptedUpstream.event(
                    ScriptedUpstream.stream(exchange),
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
            over.await(10, TimeUnit.SECONDS);
        });
        upstream.on("tools/call", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            ScriptedUpstream.event(
                    stream, "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"sampling/createMessage\",\"params\":{}}");
            ScriptedUpstream.event(stream, ScriptedUpstream.text(call, "done"));
        });

        // When
        try (OldClient client = new OldClient().initialized()) {
            client.next("list_changed");
            client.post(TestClient.toolCall(2, "ask"));
            client.next("sampling/createMessage");
            client.next("done");
            TestClient.Answer answer = client.post("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"result\":{}}");

            // Then
            assertThat(answer.status()).isEqualTo(202);
            await().until(() ->
                    upstream.calls("").stream().anyMatch(call -> call.body().contains("\"id\":\"q\"")));
        }
        over.countDown();
    }

    @Test
    void theStreamsEndEndsTheSession() throws Exception {
        try (OldClient client = new OldClient().initialized()) {
            client.post("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}");
            client.next("\"id\":2");
        }
        await().until(() -> gateway.facts(FactType.SESSION_CLOSED).size() == 1);
        await().until(() ->
                upstream.calls().stream().anyMatch(call -> call.httpMethod().equals("DELETE")));
        await().until(() -> gateway.openStreams() == 0);
    }

    @Test
    void anothersStreamIsNoOnesBusiness() throws Exception {
        try (OldClient client = new OldClient()) {
            URI endpoint = gateway.url("customers").resolve(client.endpoint);
            assertThat(gateway.client()
                            .with("Authorization", "Bearer bob")
                            .at(endpoint)
                            .post(INITIALIZE)
                            .status())
                    .isEqualTo(404);
            assertThat(client.post(TestClient.toolCall(1, "early")).status()).isEqualTo(400);
            assertThat(client.post("[]").status()).isEqualTo(400);
        }
        URI made = URI.create(gateway.url("customers") + "/messages?sessionId=made-up");
        assertThat(gateway.client().at(made).post(INITIALIZE).status()).isEqualTo(404);
        assertThat(gateway.client()
                        .at(URI.create(gateway.url("customers") + "/other"))
                        .method("GET")
                        .status())
                .isEqualTo(405);
    }
}
