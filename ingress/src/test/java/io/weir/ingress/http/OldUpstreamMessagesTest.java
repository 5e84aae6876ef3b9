/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.events.Direction;
import io.weir.events.FactType;
import io.weir.events.MessageKind;
import io.weir.ingress.harness.Gateway;
import io.weir.ingress.harness.OldUpstream;
import io.weir.ingress.harness.TestClient;
import io.weir.ingress.harness.TestVerdicts;
import io.weir.ingress.jsonrpc.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All that a server of the HTTP+SSE transport says comes on one stream, and goes where it belongs. */
class OldUpstreamMessagesTest {
    private static final String LIST_CHANGED = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";
    private static final String ASK =
            "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"sampling/createMessage\",\"params\":{}}";

    private final OldUpstream upstream = new OldUpstream();
    private final Gateway gateway = Gateway.start(upstream.url());

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    private TestClient open() {
        return gateway.client().initialize("2025-11-25");
    }

    private static String text(TestClient.Answer answer) {
        return answer.message().at("/result/content/0/text").asText();
    }

    private static String progress(String token) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":" + token
                + ",\"progress\":1}}";
    }

    private static String callWithProgress(int id, String tool, String token) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":{},\"_meta\":{\"progressToken\":" + token + "}}}";
    }

    /** A client's GET, whose events are read as they come. */
    private static final class Listening implements AutoCloseable {
        private final HttpResponse<InputStream> response;
        private final BufferedReader lines;

        Listening(TestClient client) {
            response = client.open("GET", null);
            assertThat(response.statusCode()).isEqualTo(200);
            lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        String next() throws IOException {
            String line = lines.readLine();
            while (!line.startsWith("data: {")) {
                line = lines.readLine();
            }
            return line.substring(6);
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }

    @Test
    void twoSessionsWithTheSameIdsHearEachItsOwn() throws Exception {
        // Given
        upstream.on(
                "tools/call",
                call -> call.text("for " + call.json().at("/params/name").asText()));
        TestClient first = open();
        TestClient second = open();

        for (int id = 1; id <= 20; id++) {
            // When
            CompletableFuture<TestClient.Answer> one = first.callTool(id, "one" + id);
            CompletableFuture<TestClient.Answer> other = second.callTool(id, "other" + id);

            // Then
            assertThat(text(one.get(10, TimeUnit.SECONDS))).isEqualTo("for one" + id);
            assertThat(text(other.get(10, TimeUnit.SECONDS))).isEqualTo("for other" + id);
        }
        assertThat(gateway.upstreamStreams()).isEqualTo(2);
    }

    @Test
    void anIdThatIsUsedTwiceIsTwoRequests() throws Exception {
        // Given
        TestClient client = open();
        CompletableFuture<TestClient.Answer> first = client.callTool(1, "a");
        await().until(() -> upstream.calls("tools/call").size() == 1);
        CompletableFuture<TestClient.Answer> second = client.callTool(1, "b");
        await().until(() -> upstream.calls("tools/call").size() == 2);

        // When
        List<OldUpstream.Call> calls = upstream.calls("tools/call");
        calls.get(1).text("b");
        calls.get(0).text("a");

        // Then
        assertThat(text(first.get(10, TimeUnit.SECONDS))).isEqualTo("a");
        assertThat(text(second.get(10, TimeUnit.SECONDS))).isEqualTo("b");
    }

    @Test
    void aLateAnswerIsNobodys() throws Exception {
        // Given
        gateway.connect("customers", upstream.url(), "analysts", "1s");
        TestClient client = open();
        TestClient.Answer late = client.callTool(1, "slow").get(10, TimeUnit.SECONDS);
        assertThat(late.errorCode()).isEqualTo(ErrorCode.UPSTREAM_TIMEOUT);

        // When
        CompletableFuture<TestClient.Answer> next = client.callTool(1, "quick");
        await().until(() -> upstream.calls("tools/call").size() == 2);
        upstream.calls("tools/call").get(0).text("late");
        upstream.calls("tools/call").get(1).text("in time");

        // Then
        assertThat(text(next.get(10, TimeUnit.SECONDS))).isEqualTo("in time");
        assertThat(gateway.log(MessageKind.RESPONSE))
                .noneMatch(intake -> StandardCharsets.UTF_8
                        .decode(intake.getPayload().duplicate())
                        .toString()
                        .contains("late"));
    }

    @Test
    void whatIsSaidDuringACallIsPartOfItsAnswerAndDecidedOn() throws Exception {
        // Given
        TestClient client = open();
        upstream.on("tools/call", call -> {
            call.session().event("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{}}");
            call.session().event(ASK);
        });
        upstream.on(
                "",
                answer -> upstream.calls("tools/call")
                        .get(0)
                        .text("you said " + answer.json().path("id").asText()));
        CompletableFuture<TestClient.Answer> call = client.callTool(1, "ask");
        await().until(() -> gateway.log().stream()
                .anyMatch(intake -> intake.getMethod().equals("sampling/createMessage")
                        && intake.getDirection() == Direction.SERVER_TO_CLIENT));

        // When
        await().until(() -> gateway.underWay() == 1);
        assertThat(client.post("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"result\":{}}")
                        .status())
                .isEqualTo(202);

        // Then
        TestClient.Answer answer = call.get(10, TimeUnit.SECONDS);
        assertThat(answer.messages())
                .extracting(message -> message.path("method").asText())
                .containsExactly("notifications/message", "sampling/createMessage", "");
        assertThat(text(answer)).isEqualTo("you said q");
    }

    @Test
    void aRequestThatIsBlockedIsAnsweredToTheServer() throws Exception {
        // Given
        gateway.decide(intake -> Optional.of(
                intake.getMethod().equals("sampling/createMessage")
                        ? TestVerdicts.block(
                                intake, "{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"error\":{\"code\":-1,\"message\":\"no\"}}")
                        : TestVerdicts.forward(intake)));
        TestClient client = open();
        upstream.on("tools/call", call -> call.session().event(ASK));
        upstream.on(
                "",
                answer -> upstream.calls("tools/call")
                        .get(0)
                        .text(answer.json().at("/error/message").asText()));

        // When
        TestClient.Answer answer = client.callTool(1, "ask").get(10, TimeUnit.SECONDS);

        // Then
        assertThat(text(answer)).isEqualTo("no");
        assertThat(answer.text()).doesNotContain("sampling");
    }

    @Test
    void whatIsSaidWithoutACallIsToldOnTheGet() throws Exception {
        // Given: said before anybody listens
        upstream.on("notifications/initialized", call -> call.session().event(LIST_CHANGED));
        TestClient client = open();

        // When
        try (Listening listening = new Listening(client)) {
            // Then
            assertThat(listening.next()).isEqualTo(LIST_CHANGED);
            upstream.session(0).event(ASK);
            assertThat(listening.next()).isEqualTo(ASK);
            assertThat(client.post("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"result\":{}}")
                            .status())
                    .isEqualTo(202);
            await().until(() -> upstream.calls("").stream()
                    .anyMatch(call -> call.json().path("id").asText().equals("q")));
        }
        await().until(() -> gateway.openStreams() == 0);
        try (Listening again = new Listening(client)) {
            upstream.session(0).event(LIST_CHANGED);
            assertThat(again.next()).isEqualTo(LIST_CHANGED);
            upstream.session(0).end();
            assertThat(again.lines.lines().filter(line -> line.startsWith("data: {")))
                    .isEmpty();
        }
    }

    @Test
    void muchThatNobodyHearsDoesNotStopTheStream() throws Exception {
        // Given
        TestClient client = open();
        for (int i = 0; i < 200; i++) {
            upstream.session(0).event(LIST_CHANGED);
        }
        upstream.on("tools/call", call -> call.text("still there"));

        // When
        TestClient.Answer answer = client.callTool(1, "a").get(10, TimeUnit.SECONDS);

        // Then
        assertThat(text(answer)).isEqualTo("still there");
    }

    @Test
    void progressIsToldToTheCallThatAskedForIt() throws Exception {
        // Given
        TestClient client = open();
        CompletableFuture<TestClient.Answer> first = client.postAsync(callWithProgress(1, "a", "\"one\""));
        CompletableFuture<TestClient.Answer> second = client.postAsync(callWithProgress(2, "b", "2"));
        await().until(() -> upstream.calls("tools/call").size() == 2);

        // When
        OldUpstream.Session session = upstream.session(0);
        session.event(progress("2"));
        session.event(progress("\"one\""));
        session.event(progress("\"two\""));
        upstream.calls("tools/call").forEach(call -> call.text("done"));

        // Then
        assertThat(first.get(10, TimeUnit.SECONDS).messages())
                .extracting(message -> message.at("/params/progressToken").asText())
                .containsExactly("one", "");
        assertThat(second.get(10, TimeUnit.SECONDS).messages())
                .extracting(message -> message.at("/params/progressToken").asText())
                .containsExactly("2", "");
    }

    @Test
    void aRequestIsTakenBackByTheIdThatTheServerKnows() throws Exception {
        // Given
        TestClient client = open();
        CompletableFuture<TestClient.Answer> call = client.callTool(42, "slow");
        await().until(() -> upstream.calls("tools/call").size() == 1);
        String known = upstream.calls("tools/call").get(0).json().path("id").toString();

        // When
        TestClient.Answer taken = client.post(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":42}}");

        // Then
        assertThat(taken.status()).isEqualTo(202);
        assertThat(upstream.calls("notifications/cancelled"))
                .singleElement()
                .satisfies(cancelled -> assertThat(
                                cancelled.json().at("/params/requestId").toString())
                        .isEqualTo(known)
                        .isNotEqualTo("42"));
        assertThat(call.get(10, TimeUnit.SECONDS).errorCode()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
        assertThat(gateway.facts(FactType.OUTCOME_UNKNOWN)).hasSize(1);
        assertThat(client.post(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":42}}")
                        .status())
                .isEqualTo(202);
        assertThat(upstream.calls("notifications/cancelled")).hasSize(1);
    }

    @Test
    void oldClientsAndOldServersUnderstandEachOther() throws Exception {
        // Given
        upstream.on("tools/call", call -> {
            call.session().event(ASK);
            call.text("done");
        });
        TestClient base = gateway.client();
        HttpResponse<InputStream> stream =
                base.at(URI.create(gateway.url("customers") + "/sse")).open("GET", null);
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
        assertThat(lines.readLine()).isEqualTo("event: endpoint");
        TestClient poster =
                base.at(gateway.url("customers").resolve(lines.readLine().substring("data: ".length())));

        // When
        poster.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":"
                + "\"2024-11-05\",\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}");
        awaitLine(lines, "\"id\":1");
        poster.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        poster.post(TestClient.toolCall(2, "a"));

        // Then
        awaitLine(lines, "sampling/createMessage");
        awaitLine(lines, "done");
        upstream.session(0).event(LIST_CHANGED);
        awaitLine(lines, "list_changed");
        stream.body().close();
        await().until(() -> upstream.open() == 0);
        await().until(() -> gateway.upstreamStreams() == 0);
    }

    private static void awaitLine(BufferedReader lines, String text) throws IOException {
        String line = lines.readLine();
        while (!line.startsWith("data: ") || !line.contains(text)) {
            line = lines.readLine();
        }
    }
}
