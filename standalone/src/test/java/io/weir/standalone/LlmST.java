/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.weir.service.http.Json;
import io.weir.standalone.client.Journal;
import io.weir.standalone.client.McpCaller;
import io.weir.standalone.client.WeirApi;
import io.weir.topics.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A language model that is registered by host, port and credential: governed by its own API, and as an MCP connection. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LlmST {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String SECRET = "sk-the-gateways-own-key";
    private static final String ADDRESS = "ada.lovelace@example.org";

    @TempDir
    private static Path data;

    private final LogCapture log = new LogCapture();
    private final StubModel model = new StubModel();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Standalone weir;

    @BeforeAll
    void start() throws IOException {
        weir = Standalone.start(StandaloneConfig.on(data));
        Path key = Files.writeString(data.resolve("model.key"), SECRET);
        WeirApi admin = new WeirApi(weir.uri(), weir.token("admin"));
        admin.postYaml("/api/config", """
                connection:
                  name: gpt
                  kind: llm
                  host: 127.0.0.1
                  port: %d
                  model: m
                  credential: {bearer: {file: '%s'}}
                  allowedGroups: [analysts]
                ---
                policy:
                  name: house
                  rules:
                    - {name: personal-data, mask: {entities: [EMAIL, CREDIT_CARD, IBAN]}}
                """.formatted(model.port(), key)).orThrow();
        await().atMost(SOON).until(() -> get("/models").statusCode() == 200);
        // In force for enforcement as well.
        await().atMost(SOON).until(() -> whole("x@example.org").equals("[EMAIL]"));
    }

    @AfterAll
    void stop() {
        log.close();
        if (weir != null) {
            weir.close();
        }
        model.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(weir.uri() + "/llm/gpt/v1" + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + weir.token("alice"));
    }

    private HttpResponse<String> get(String path) {
        return http.sendAsync(request(path).build(), HttpResponse.BodyHandlers.ofString())
                .join();
    }

    private static String body(String prompt, boolean stream) {
        return "{\"model\":\"m\",\"stream\":" + stream + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + prompt
                + "\"}]}";
    }

    /** What the model says, as the client reads it. */
    private String whole(String prompt) throws IOException {
        HttpResponse<String> answer = http.sendAsync(
                        request("/chat/completions")
                                .POST(HttpRequest.BodyPublishers.ofString(body(prompt, false)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .join();
        return Json.mapper()
                .readTree(answer.body())
                .at("/choices/0/message/content")
                .asText();
    }

    private BufferedReader streamed(String prompt) {
        InputStream stream = http.sendAsync(
                        request("/chat/completions")
                                .POST(HttpRequest.BodyPublishers.ofString(body(prompt, true)))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream())
                .join()
                .body();
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /** The next event's text; null at the end of the answer. */
    private static String next(BufferedReader stream) throws Exception {
        String data = CompletableFuture.supplyAsync(() -> readData(stream)).get(30, TimeUnit.SECONDS);
        if (data == null || data.equals("[DONE]")) {
            return null;
        }
        JsonNode chunk = Json.mapper().readTree(data);
        assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
        return chunk.at("/choices/0/delta/content").asText();
    }

    private static String readData(BufferedReader stream) {
        try {
            String line = stream.readLine();
            while (line != null && !line.startsWith("data: ")) {
                line = stream.readLine();
            }
            return line == null ? null : line.substring("data: ".length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String journal() {
        Journal journal = new Journal(new WeirApi(weir.uri(), weir.token("carol")));
        return journal.sessions(500).stream()
                .map(session ->
                        journal.events(session.path("sessionId").asText()).toString())
                .collect(Collectors.joining());
    }

    private void assertNowhere(String text) {
        assertThat(journal()).doesNotContain(text);
        assertThat(JournalBytes.of(weir.bootstrapServers(), Topics.JOURNAL)).doesNotContain(text);
        assertThat(log.text()).doesNotContain(text);
    }

    @Test
    void anAddressOverThreeChunksIsMaskedInTheStreamAndInTheJournal() throws Exception {
        // Given
        BufferedReader stream = streamed("Who was the first programmer?");

        // When the rest is said only once the beginning was heard
        model.say("The first programmer can be reached at ada.love");
        StringBuilder heard = new StringBuilder(next(stream));
        String beginning = heard.toString();
        model.say("lace@exam");
        model.say("ple.org, by letter. ");
        model.stop();
        for (String text = next(stream); text != null; text = next(stream)) {
            heard.append(text);
        }

        // Then
        assertThat(beginning).isEqualTo("The first programmer can be reached at ");
        assertThat(heard).hasToString("The first programmer can be reached at [EMAIL], by letter. ");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(journal())
                        .contains("The first programmer can be reached at [EMAIL], by letter. ", "chat/completions"));
        assertNowhere(ADDRESS);
        assertNowhere("ada.love");
    }

    @Test
    void theGatewaysKeyReachesTheModelAndTheClientsTokenDoesNot() throws Exception {
        // When
        whole("hello");

        // Then
        assertThat(model.asked())
                .isNotEmpty()
                .allSatisfy(
                        asked -> assertThat(asked).contains("Bearer " + SECRET).doesNotContain("eyJ"));
        assertNowhere(SECRET);
    }

    @Test
    void itIsAnMcpConnectionWithOneTool() {
        // When
        try (McpCaller alice = McpCaller.connect(weir.uri(), "gpt", weir.token("alice"))) {
            CallToolResult answer = alice.call("chat", Map.of("prompt", "Repeat: " + ADDRESS));

            // Then
            assertThat(alice.tools()).extracting(Tool::name).containsExactly("chat");
            assertThat(McpCaller.text(answer)).isEqualTo("Repeat: [EMAIL]");
            assertThat(answer.isError()).isFalse();
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(journal()).contains("Repeat: [EMAIL]"));
        assertNowhere(ADDRESS);
    }
}
