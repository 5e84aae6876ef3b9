/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress;

import static io.weir.ingress.harness.TestClient.statelessRequest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.weir.events.JournalEntry;
import io.weir.ingress.harness.KafkaWeir;
import io.weir.ingress.harness.ScriptedUpstream;
import io.weir.ingress.harness.TestClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Any ingress serves any session: what one has begun, another goes on with. */
@ExtendWith(KafkaClusterExtension.class)
class TakeoverIT {
    private static final String CONFIG = """
            connection:
              name: bank
              kind: mcp
              url: %s
              allowedGroups: [analysts]
              timeout: 60s
            ---
            policy:
              name: house
              default: allow
              rules:
                - name: transfers
                  when: mcp.tool.name == "transfer"
                  hold: {approvers: [approvers], quorum: 1, decideWithin: 4h, executeWithin: 15m}
                - name: personal-data
                  mask: {entities: [EMAIL]}
            """;

    @BrokerCluster
    static KafkaCluster cluster;

    @TempDir
    static Path directory;

    private static final ScriptedUpstream UPSTREAM = new ScriptedUpstream();
    private static KafkaWeir weir;
    private KafkaWeir.Second second;

    @BeforeAll
    static void startAll() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        weir = new KafkaWeir(cluster, directory).apply(CONFIG.formatted(UPSTREAM.url()));
        await().untilAsserted(() -> assertThat(weir.failing()).isEmpty());
        await().ignoreExceptions().until(() -> alice().initialize("2025-11-25") != null);
    }

    @AfterAll
    static void stopAll() {
        Awaitility.reset();
        weir.close();
        UPSTREAM.close();
    }

    @BeforeEach
    void start() {
        second = weir.startSecond("ingress-second");
    }

    @AfterEach
    void stop() {
        second.close();
    }

    private static TestClient alice() {
        return weir.client("bank", "alice", "analysts");
    }

    /** The same client, which comes to the other ingress. */
    private TestClient atSecond(TestClient client) {
        return client.at(second.url("bank"));
    }

    @Test
    void aSessionIsGoodAtBoth() {
        // Given
        UPSTREAM.on(
                "tools/call", (exchange, call) -> ScriptedUpstream.json(exchange, ScriptedUpstream.text(call, "here")));
        TestClient client = alice().initialize("2025-11-25");
        String marker = "tool-of-both";

        // When
        client.callTool(1, marker).join();
        TestClient.Answer there = atSecond(client).callTool(2, marker).join();

        // Then
        assertThat(there.text()).contains("here");
        List<JournalEntry> entries = await().until(
                        () -> weir.journal().stream()
                                .filter(entry -> entry.getName().equals(marker))
                                .toList(),
                        found -> found.size() == 4);
        assertThat(entries)
                .extracting(JournalEntry::getSessionId)
                .containsOnly(entries.get(0).getSessionId());
    }

    @Test
    void anAnswerToAServersRequestMayComeToTheOther() throws Exception {
        // Given
        CompletableFuture<String> answered = new CompletableFuture<>();
        UPSTREAM.on("", (exchange, call) -> {
            exchange.setStatusCode(202);
            answered.complete(call.body());
        });
        UPSTREAM.on("tools/call", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            ScriptedUpstream.event(
                    stream,
                    "{\"jsonrpc\":\"2.0\",\"id\":17,\"method\":\"elicitation/create\",\"params\":{\"message\":\"?\"}}");
            String answer = answered.get(30, TimeUnit.SECONDS);
            ScriptedUpstream.event(stream, ScriptedUpstream.text(call, answer.contains("accept") ? "yes" : "no"));
        });
        TestClient client = alice().initialize("2025-11-25");
        try (Lines lines = new Lines(client.open("POST", TestClient.toolCall(1, "ask")))) {
            lines.readTo("elicitation/create");

            // When
            TestClient.Answer accepted = atSecond(client)
                    .post("{\"jsonrpc\":\"2.0\",\"id\":17,\"result\":{\"action\":\"accept\",\"content\":{}}}");
            TestClient.Answer again =
                    client.post("{\"jsonrpc\":\"2.0\",\"id\":17,\"result\":{\"action\":\"accept\",\"content\":{}}}");

            // Then
            assertThat(accepted.status()).isEqualTo(202);
            assertThat(again.status()).isEqualTo(400);
            lines.readTo("yes");
        }
    }

    @Test
    void aLostStreamGoesOnAtTheOther() throws Exception {
        // Given
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch back = new CountDownLatch(1);
        UPSTREAM.on("tools/call", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            ScriptedUpstream.event(stream, note("first"));
            left.await(30, TimeUnit.SECONDS);
            ScriptedUpstream.event(stream, note("to bob@bank.example"));
            back.await(30, TimeUnit.SECONDS);
            ScriptedUpstream.event(stream, ScriptedUpstream.text(call, "done"));
        });
        TestClient client = alice().initialize("2025-11-25");
        String heard;
        try (Lines lines = new Lines(client.open("POST", TestClient.toolCall(1, "slow")))) {
            lines.readTo("first");
            heard = lines.lastId();
        }

        // When
        left.countDown();
        try (Lines lines =
                new Lines(atSecond(client).with("Last-Event-ID", heard).open("GET", null))) {
            String missed = lines.readTo("[EMAIL]");
            back.countDown();
            String rest = lines.readTo("done");

            // Then
            assertThat(missed).doesNotContain("first").doesNotContain("bob@bank.example");
            assertThat(rest).doesNotContain("first");
        }
    }

    @Test
    void aHeldCallIsRepeatedAtTheOtherAndExecutedOnce() {
        // Given
        UPSTREAM.on(
                "tools/call", (exchange, call) -> ScriptedUpstream.json(exchange, ScriptedUpstream.text(call, "paid")));
        int before = UPSTREAM.calls("tools/call").size();
        String call = "\"name\":\"transfer\",\"arguments\":{\"amount\":1},";
        KafkaWeir.Second killed = weir.startSecond("ingress-killed");
        TestClient client = alice().at(killed.url("bank")).stateless("tools/call", "transfer");
        CompletableFuture<TestClient.Answer> lost = client.postAsync(statelessRequest(1, "tools/call", call));
        JournalEntry hold = await().until(
                        () -> weir.journal().stream()
                                .filter(entry -> entry.getName().equals("transfer") && entry.getApproval() != null)
                                .findFirst()
                                .orElse(null),
                        found -> found != null);

        // When
        killed.close();
        CompletableFuture<TestClient.Answer> repeated =
                atSecond(client).postAsync(statelessRequest(2, "tools/call", call));
        await().until(() -> weir.journal().stream()
                        .filter(entry -> entry.getName().equals("transfer"))
                        .count()
                >= 2);
        weir.approve(hold.getApproval().getApprovalId(), hold.getSessionId(), "carol", "approvers");
        JsonNode result = repeated.join().message();

        // Then
        assertThat(result.toString()).contains("paid");
        assertThat(UPSTREAM.calls("tools/call")).hasSize(before + 1);
        assertThat(lost).isNotNull();
    }

    private static String note(String text) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\""
                + text + "\"}}";
    }

    /** Reads a stream line by line. */
    private static final class Lines implements AutoCloseable {
        private final HttpResponse<InputStream> response;
        private final BufferedReader reader;
        private String lastId = "";

        Lines(HttpResponse<InputStream> response) {
            this.response = response;
            this.reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        /** All up to the event that contains the text. */
        String readTo(String text) throws IOException {
            StringBuilder read = new StringBuilder();
            boolean found = false;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lastId = line.startsWith("id: ") ? line.substring(4) : lastId;
                read.append(line).append('\n');
                found |= line.contains(text);
                if (found && line.isEmpty()) {
                    return read.toString();
                }
            }
            assertThat(found).as(read.toString()).isTrue();
            return read.toString();
        }

        String lastId() {
            return lastId;
        }

        @Override
        public void close() throws IOException {
            response.body().close();
        }
    }
}
