/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.events.Direction;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.ingress.harness.ChatStreamScript;
import io.weir.ingress.harness.Gateway;
import io.weir.ingress.harness.ScriptedUpstream;
import io.weir.ingress.harness.TestClient;
import io.weir.ingress.harness.TestVerdicts;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A language model's own API, governed: whole answers and streamed ones. */
class LlmTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MASK = "policy: {name: p, rules: [{name: m, mask: {entities: [EMAIL, CREDIT_CARD]}}]}";
    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    private static final String STREAM =
            "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

    private final ScriptedUpstream model = new ScriptedUpstream();
    private final Gateway gateway = new Gateway(model.url(), 64, Duration.ofSeconds(20), Duration.ofMillis(400));
    private TestClient client;

    @BeforeEach
    void open() {
        connect("");
        client = new TestClient(gateway.llm("gpt", "/chat/completions")).with("Accept", "*/*");
        gateway.decideBy(MASK);
    }

    private void connect(int timeoutSeconds) {
        gateway.connect("connection: {name: gpt, kind: llm, host: 127.0.0.1, port: " + model.port()
                + ", allowedGroups: [analysts], timeout: " + timeoutSeconds + "s}");
    }

    private void connect(String more) {
        gateway.connect("connection: {name: gpt, kind: llm, host: 127.0.0.1, port: " + model.port()
                + ", credential: {bearer: {env: SECRET}}, allowedGroups: [analysts], timeout: 10s" + more + "}");
    }

    @AfterEach
    void close() {
        gateway.close();
        model.close();
    }

    private static String completion(String content) {
        return "{\"id\":\"chatcmpl-1\", \"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"m\",\"choices\":"
                + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + content
                + "\"},\"logprobs\":null,"
                + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":2},\"x-future\" : [1.50, {}]}";
    }

    private void answers(String json) {
        model.on("", (exchange, call) -> ScriptedUpstream.json(exchange, json));
    }

    /** The events of a stream while it is read. */
    private final class Listening {
        private final BufferedReader reader;

        Listening(String body) {
            InputStream stream = client.open("POST", body).body();
            reader = new BufferedReader(new InputStreamReader(stream, UTF_8));
        }

        /** The next data, null at the end. */
        String next() throws Exception {
            return CompletableFuture.supplyAsync(this::read).get(10, TimeUnit.SECONDS);
        }

        private String read() {
            try {
                String line = reader.readLine();
                while (line != null && !line.startsWith("data: ")) {
                    line = reader.readLine();
                }
                return line == null ? null : line.substring("data: ".length());
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        /** The text of the next chunk. */
        String text() throws Exception {
            return JSON.readTree(next()).at("/choices/0/delta/content").asText();
        }

        List<String> rest() throws Exception {
            List<String> events = new ArrayList<>();
            for (String event = next(); event != null; event = next()) {
                events.add(event);
            }
            return events;
        }
    }

    private static String textOf(List<String> events) throws Exception {
        StringBuilder text = new StringBuilder();
        for (String event : events) {
            if (!event.equals("[DONE]")) {
                text.append(JSON.readTree(event).at("/choices/0/delta/content").asText());
            }
        }
        return text.toString();
    }

    private String recorded(MessageKind kind) {
        StringBuilder text = new StringBuilder();
        gateway.log(kind)
                .forEach(intake -> text.append(UTF_8.decode(intake.getPayload().duplicate())));
        return text.toString();
    }

    // ---- whole answers ----

    @Test
    void bodiesTravelByteForByte() {
        // Given
        answers(completion("hello yourself"));
        String body = "{ \"model\":\"m\",\"messages\" : [{\"role\":\"user\",\"content\":\"caf\\u00e9\"}],"
                + "\"temperature\":0.70,\"future\":{\"a\":1e2}}";

        // When
        TestClient.Answer answer = client.post(body);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(completion("hello yourself"));
        assertThat(model.calls()).singleElement().satisfies(call -> {
            assertThat(call.path()).isEqualTo("/v1/chat/completions");
            assertThat(call.body()).isEqualTo(body);
            assertThat(call.headers())
                    .containsEntry("Authorization", "Bearer " + Gateway.UPSTREAM_SECRET)
                    .containsEntry("Content-Type", "application/json");
            assertThat(call.toString()).doesNotContain(TestClient.TOKEN);
        });
        assertThat(gateway.log(MessageKind.REQUEST)).singleElement().satisfies(intake -> {
            assertThat(intake.getMethod()).isEqualTo("chat/completions");
            assertThat(UTF_8.decode(intake.getPayload().duplicate()).toString())
                    .isEqualTo(
                            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"chat/completions\",\"params\":" + body + "}");
        });
    }

    @Test
    void anAnswerIsMasked() {
        // Given
        answers(completion("write to ann@example.org"));

        // Then
        assertThat(client.post(HELLO).text()).isEqualTo(completion("write to [EMAIL]"));
    }

    @Test
    void theModelOfTheConnectionIsTakenWhereNoneIsNamed() {
        // Given
        connect(", model: llama");
        answers(completion("x"));

        // When
        client.post("{\"messages\":[]}");
        client.post("{}");
        client.post("{\"model\":\"other\"}");

        // Then
        assertThat(model.calls())
                .extracting(ScriptedUpstream.Call::body)
                .containsExactly(
                        "{\"model\":\"llama\",\"messages\":[]}", "{\"model\":\"llama\"}", "{\"model\":\"other\"}");
    }

    @Test
    void probabilitiesOfTokensAreTakenOut() {
        // Given
        String choice =
                "{\"choices\":[{\"index\":0,\"logprobs\":%s,\"message\":{\"content\":\"hi\"}}],\"logprobs\":1.0}";
        answers(choice.formatted("{\"content\":[{\"token\":\"ann@\"},{\"token\":\"example.org\"}]}"));

        // Then
        assertThat(client.post(HELLO).text()).isEqualTo(choice.formatted("null"));
    }

    @Test
    void theModelsAreListed() {
        // Given
        String list =
                "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"object\":\"model\",\"owned_by\":\"ann@example.org\"}]}";
        model.on("GET", (exchange, call) -> ScriptedUpstream.json(exchange, list));

        // When
        TestClient.Answer answer = client.at(gateway.llm("gpt", "/models")).method("GET");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(list.replace("ann@example.org", "[EMAIL]"));
        assertThat(model.calls())
                .singleElement()
                .satisfies(call -> assertThat(call.path()).isEqualTo("/v1/models"));
        assertThat(gateway.log(MessageKind.REQUEST).get(0).getMethod()).isEqualTo("models/list");
    }

    // ---- refusals ----

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "3",
                "{",
                "{\"a\":1,\"a\":2}",
                "{}{}",
                "{},\"method\":\"tools/call\"",
                "{}},{\"x\":{}",
                "{\"messages\":[1,]}",
            })
    void aBodyThatIsNoStrictJsonObjectIsRefused(String body) {
        // When
        TestClient.Answer answer = client.post(body);

        // Then
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.message().at("/error/code").asText()).isEqualTo("invalid_request");
        assertThat(answer.message().at("/error/message").asText()).isNotEmpty();
        assertThat(gateway.log(MessageKind.REQUEST)).isEmpty();
        assertThat(gateway.facts(FactType.MALFORMED_MESSAGE)).hasSize(1);
        assertThat(model.calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, gpt, /chat/completions, 401, invalid_api_key",
        "eve, gpt, /chat/completions, 403, access_denied",
        "bob, other, /chat/completions, 404, not_found",
        "bob, customers, /chat/completions, 404, not_found",
        "bob, gpt, /embeddings, 404, not_found",
        "bob, gpt, /models, 405, invalid_request",
    })
    void whoMayNotIsToldSoInTheApisOwnForm(String token, String connection, String path, int status, String code) {
        // When
        TestClient.Answer answer = client.at(gateway.llm(connection, path))
                .with("Authorization", "Bearer " + token)
                .post(HELLO);

        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.message().at("/error/code").asText()).isEqualTo(code);
        assertThat(model.calls()).isEmpty();
    }

    @Test
    void aForeignHostIsRefused() {
        assertThat(client.with("Origin", "https://evil.example").post(HELLO).status())
                .isEqualTo(403);
    }

    @Test
    void aBlockedRequestIsForbidden() {
        // Given
        gateway.decideBy(
                "policy: {name: p, rules: [{name: r, when: 'mcp.params.model == \"m\"', block: {message: Not m.}}]}");

        // When
        TestClient.Answer answer = client.post(HELLO);

        // Then
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.message().at("/error/code").asText()).isEqualTo("blocked_by_policy");
        assertThat(answer.message().at("/error/message").asText()).contains("Not m.", "rule r");
        assertThat(model.calls()).isEmpty();
    }

    @Test
    void aHeldRequestIsPendingAndTheIdenticalOneIsExecutedOnceApproved() throws Exception {
        // Given
        gateway.decideBy("policy: {name: p, rules: [{name: r, hold: {approvers: [boss]}}]}");
        answers(completion("done"));

        // When nobody decides in time
        TestClient.Answer pending = client.post(HELLO);

        // Then
        assertThat(pending.status()).isEqualTo(409);
        assertThat(pending.header("Retry-After")).isEqualTo("5");
        JsonNode error = pending.message().path("error");
        assertThat(error.path("code").asText()).isEqualTo("pending_approval");
        assertThat(error.path("approval_id").asText()).isEqualTo(TestVerdicts.HELD);
        assertThat(error.path("message").asText())
                .startsWith("PENDING approval " + TestVerdicts.HELD)
                .contains("repeat the identical");
        assertThat(model.calls()).isEmpty();

        // When it is repeated, and somebody approves
        gateway.decideBy("policy: {name: p, rules: [{name: r, hold: {approvers: [boss]}}]}");
        CompletableFuture<TestClient.Answer> repeated = client.postAsync(HELLO);
        await().until(() -> gateway.log(MessageKind.REQUEST).size() == 2);
        Intake held = gateway.log(MessageKind.REQUEST).get(1);
        await().until(() -> {
            gateway.deliver(TestVerdicts.notice(held, TestVerdicts.HELD));
            return !gateway.log(MessageKind.CLAIM).isEmpty();
        });
        gateway.decideBy(MASK);

        // Then
        assertThat(repeated.get(10, TimeUnit.SECONDS).text()).isEqualTo(completion("done"));
        assertThat(model.calls()).hasSize(1);
    }

    // ---- models that fail ----

    @ParameterizedTest
    @CsvSource({
        "400, 400",
        "404, 404",
        "413, 413",
        "422, 422",
        "429, 429",
        "401, 502",
        "403, 502",
        "500, 502",
        "302, 502"
    })
    void whatAModelRefusesIsToldWithoutItsWords(int said, int status) {
        // Given
        model.on("", (exchange, call) -> {
            exchange.setStatusCode(said);
            ScriptedUpstream.json(exchange, "{\"error\":{\"message\":\"internal detail\"}}");
        });

        // When
        TestClient.Answer answer = client.post(HELLO);

        // Then
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.message().at("/error/code").asText()).isEqualTo("upstream_error");
        assertThat(answer.text()).contains("HTTP status " + said).doesNotContain("internal detail");
        assertThat(gateway.log(MessageKind.RESPONSE).get(0).getFact().getType()).isEqualTo(FactType.UPSTREAM_INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"x\"", "nonsense", "{\"a\":1,\"a\":2}"})
    void whatIsNoAnswerIsAnError(String body) {
        // Given
        answers(body);

        // Then
        assertThat(client.post(HELLO).status()).isEqualTo(502);
    }

    // ---- streams ----

    @Test
    void anAddressOverThreeChunksIsMaskedWhileTheRestComesAsItIsSaid() throws Exception {
        // Given
        ChatStreamScript script = new ChatStreamScript();
        model.on("", script);
        Listening listening = new Listening(STREAM);

        // When
        script.choice("{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}")
                .text("Hello, write to ann");
        JsonNode first = JSON.readTree(listening.next());
        script.text("@exam").text("ple.org, please. ");
        String second = listening.text();
        script.stop();
        List<String> rest = listening.rest();

        // Then
        assertThat(first.at("/choices/0/delta/role").asText()).isEqualTo("assistant");
        assertThat(first.path("object").asText()).isEqualTo("chat.completion.chunk");
        assertThat(first.path("id").asText()).isEqualTo("chatcmpl-1");
        assertThat(first.at("/choices/0/delta/content").asText()).isEqualTo("Hello, write to ");
        assertThat(second).isEqualTo("[EMAIL], please. ");
        assertThat(JSON.readTree(rest.get(rest.size() - 2))
                        .at("/choices/0/finish_reason")
                        .asText())
                .isEqualTo("stop");
        assertThat(rest).last().isEqualTo("[DONE]");
        assertThat(recorded(MessageKind.RESPONSE))
                .contains("Hello, write to ann@example.org, please. ", "\"object\":\"chat.completion\"");
        assertThat(gateway.log(MessageKind.NOTIFICATION))
                .hasSize(2)
                .allSatisfy(part -> assertThat(part.getDirection()).isEqualTo(Direction.SERVER_TO_CLIENT));
    }

    @Test
    void whatIsNotTextComesWhole() throws Exception {
        // Given
        ChatStreamScript script = new ChatStreamScript();
        model.on("", script);
        Listening listening = new Listening(STREAM);

        // When
        script.choice(
                        "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":\"c1\","
                                + "\"type\":\"function\",\"function\":{\"name\":\"mail\",\"arguments\":\"\"}}]}}")
                .choice(
                        "{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"to\\\":\\\"ann@\"}}]}}")
                .choice(
                        "{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"example.org\\\"}\"}}]}}")
                .choice("{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}")
                .event("{\"id\":\"chatcmpl-1\",\"choices\":[],\"usage\":{\"total_tokens\":7},\"x_extra\":{\"a\":1}}")
                .event("[DONE]")
                .end();
        List<String> events = listening.rest();

        // Then
        assertThat(events).hasSize(4).last().isEqualTo("[DONE]");
        JsonNode call = JSON.readTree(events.get(0)).at("/choices/0/delta/tool_calls/0");
        assertThat(call.path("id").asText()).isEqualTo("c1");
        assertThat(call.at("/function/name").asText()).isEqualTo("mail");
        assertThat(call.at("/function/arguments").asText()).isEqualTo("{\"to\":\"[EMAIL]\"}");
        assertThat(JSON.readTree(events.get(1)).at("/choices/0/finish_reason").asText())
                .isEqualTo("tool_calls");
        assertThat(JSON.readTree(events.get(2)).at("/usage/total_tokens").asInt())
                .isEqualTo(7);
        assertThat(JSON.readTree(events.get(2)).at("/x_extra/a").asInt()).isEqualTo(1);
    }

    @Test
    void withPatternsOnlyTheWholeIsShown() throws Exception {
        // Given
        gateway.decideBy("policy: {name: p, rules: [{name: m, mask: {patterns: [{entity: CODE, regex: 'A B'}]}}]}");
        ChatStreamScript script = new ChatStreamScript();
        model.on("", script);
        Listening listening = new Listening(STREAM);

        // When
        script.text("the code is A ");
        await().until(() -> gateway.log(MessageKind.NOTIFICATION).size() == 1);
        script.text("B and so on, ").text("and on. ").stop();
        List<String> events = listening.rest();

        // Then
        assertThat(textOf(events)).isEqualTo("the code is [CODE] and so on, and on. ");
        assertThat(events).hasSize(3);
        assertThat(gateway.log(MessageKind.NOTIFICATION)).hasSize(1);
    }

    @Test
    void aModelThatTalksIsNotSilentThoughNothingIsShownYet() throws Exception {
        // Given
        connect(1);
        gateway.decideBy("policy: {name: p, rules: [{name: m, mask: {patterns: [{entity: CODE, regex: 'A B'}]}}]}");
        ChatStreamScript script = new ChatStreamScript();
        model.on("", script);
        Listening listening = new Listening(STREAM);

        // When it talks for longer than it may be silent
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(2_500);
        await().pollInterval(Duration.ofMillis(200))
                .timeout(Duration.ofSeconds(20))
                .until(() -> {
                    script.text("word ");
                    return System.nanoTime() - end > 0;
                });
        script.stop();

        // Then
        assertThat(textOf(listening.rest())).startsWith("word word word ");
    }

    @Test
    void aPartThatIsBlockedEndsTheStream() throws Exception {
        // Given
        gateway.decideBy("policy: {name: p, rules: [{name: b, block: {message: No addresses., entities: [EMAIL]}}]}");
        ChatStreamScript script = new ChatStreamScript();
        model.on("", script);
        Listening listening = new Listening(STREAM);

        // When
        script.text("Fine so far. ");
        String first = listening.text();
        script.text("But ann@example.org is not. ");
        List<String> rest = listening.rest();

        // Then
        assertThat(first).isEqualTo("Fine so far. ");
        assertThat(rest).hasSize(1);
        assertThat(JSON.readTree(rest.get(0)).at("/error/code").asText()).isEqualTo("blocked_by_policy");
        assertThat(rest.get(0)).contains("No addresses.");
        assertThat(script.awaitHangUp()).isTrue();
    }

    @Test
    void aStreamThatBreaksOffEndsWithAnError() throws Exception {
        // Given
        ChatStreamScript script = new ChatStreamScript();
        model.on("", script);
        Listening listening = new Listening(STREAM);

        // When
        script.text("Half of it, ");
        String first = listening.text();
        script.end();
        List<String> rest = listening.rest();

        // Then
        assertThat(first).isEqualTo("Half of it, ");
        assertThat(rest).hasSize(1);
        assertThat(JSON.readTree(rest.get(0)).at("/error/code").asText()).isEqualTo("outcome_unknown");
    }

    @Test
    void anErrorAmidAStreamIsNotRepeated() throws Exception {
        // Given
        ChatStreamScript script = new ChatStreamScript();
        model.on("", script);

        // When
        script.text("Half of it, ")
                .event("{\"error\":{\"message\":\"internal detail\"}}")
                .end();
        List<String> events = new Listening(STREAM).rest();

        // Then
        assertThat(events).last().asString().contains("upstream_error").doesNotContain("internal detail");
    }

    @Test
    void aClientThatHangsUpEndsTheCall() throws Exception {
        // Given
        ChatStreamScript script = new ChatStreamScript();
        model.on("", script);
        InputStream stream = client.open("POST", STREAM).body();
        script.text("Something, ");
        assertThat(stream.read()).isPositive();

        // When
        stream.close();

        // Then
        assertThat(script.awaitHangUp()).isTrue();
        await().until(() -> gateway.underWay() == 0);
        assertThat(gateway.facts(FactType.CANCELLED)).hasSize(1);
    }

    @Test
    void aSilentModelKeepsItsClientAwake() throws Exception {
        // Given
        ChatStreamScript script = new ChatStreamScript();
        model.on("", script);
        InputStream stream = client.open("POST", STREAM).body();
        BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8));

        // When
        int comments = 0;
        while (comments < 3) {
            String line = CompletableFuture.supplyAsync(() -> {
                        try {
                            return reader.readLine();
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .get(10, TimeUnit.SECONDS);
            comments += line.startsWith(":") ? 1 : 0;
        }
        script.stop();

        // Then
        assertThat(reader.lines()).contains("data: [DONE]");
    }

    @Test
    void aModelThatDoesNotStreamIsHeardAllTheSame() throws Exception {
        // Given
        answers(completion("write to ann@example.org"));

        // When
        List<String> events = new Listening(STREAM).rest();

        // Then
        assertThat(textOf(events)).isEqualTo("write to [EMAIL]");
        assertThat(events).last().isEqualTo("[DONE]");
    }

    @Test
    void anAnswerTooLongIsCut() {
        // Given
        ChatStreamScript script = new ChatStreamScript();
        model.on("", script);

        // When
        for (int i = 0; i < 80; i++) {
            script.text("x".repeat(1000));
        }
        script.stop();
        TestClient.Answer answer = client.post(STREAM);

        // Then
        assertThat(answer.text())
                .contains("upstream_error", "longer than 65536 bytes")
                .doesNotContain("xxx");
    }

    @Test
    void whenThePolicyChangesAmidAStreamNothingFollowsWhatShouldNotHaveBeenShown() throws Exception {
        // Given
        ChatStreamScript script = new ChatStreamScript();
        model.on("", script);
        Listening listening = new Listening(STREAM);
        script.text("the secret ");
        String first = listening.text();

        // When
        gateway.decideBy("policy: {name: p, rules: [{name: m, mask: {patterns: [{entity: X, regex: secret}]}}]}");
        script.text("secret word. ").stop();
        List<String> rest = listening.rest();

        // Then
        assertThat(first).isEqualTo("the secret ");
        assertThat(rest).singleElement().asString().contains("blocked_by_policy", "policy has changed");
    }
}
