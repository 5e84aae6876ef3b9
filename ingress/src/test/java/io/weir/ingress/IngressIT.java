/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.weir.events.FactType;
import io.weir.events.JournalEntry;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.ingress.harness.KafkaWeir;
import io.weir.ingress.harness.ScriptedUpstream;
import io.weir.ingress.harness.TestClient;
import io.weir.ingress.jsonrpc.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The ingress with brokers, an issuer, enforcement, and an upstream: all real, over HTTP. */
@ExtendWith(KafkaClusterExtension.class)
class IngressIT {
    private static final String POLICY = """
            policy:
              name: starter
              default: allow
              rules:
                - name: no-drop
                  when: mcp.tool.name == "drop"
                  block: {message: "Nothing may be dropped."}
                - name: transfers
                  when: mcp.tool.name == "transfer"
                  hold: {approvers: [approvers], quorum: 1, decideWithin: 4h, executeWithin: 15m, message: "Ask."}
                - name: personal-data
                  mask: {entities: [EMAIL]}
            """;
    private static final String CONNECTION = """
            connection:
              name: %s
              kind: mcp
              url: %s
              allowedGroups: [%s]
              timeout: 60s
            """;
    private static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
            + "{\"protocolVersion\":\"2025-11-25\"}}";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    @BrokerCluster
    static KafkaCluster cluster;

    @TempDir
    static Path directory;

    private static KafkaWeir weir;

    // Of its own for each test: the connection, its upstream, and what is in the journal about it.
    private final String bank = "bank-" + NUMBER.incrementAndGet();
    private final ScriptedUpstream upstream = new ScriptedUpstream();

    @BeforeAll
    static void startAll() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        weir = new KafkaWeir(cluster, directory).apply(POLICY);
        await().untilAsserted(() -> assertThat(weir.failing()).isEmpty());
    }

    @AfterAll
    static void stopAll() {
        Awaitility.reset();
        weir.close();
    }

    @BeforeEach
    void start() {
        connect("analysts");
        upstream.on(
                "tools/call",
                (exchange, call) ->
                        ScriptedUpstream.json(exchange, ScriptedUpstream.text(call, "write to bob@bank.example")));
        await().until(() -> alice().post(INITIALIZE).message().has("result"));
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    private void connect(String group) {
        weir.apply(CONNECTION.formatted(bank, upstream.url(), group));
    }

    private TestClient alice() {
        return weir.client(bank, "alice", "analysts");
    }

    @Test
    void masksBlocksHoldsAndRecords() throws Exception {
        // Given
        TestClient client = alice().initialize("2025-11-25");

        // When: an answer with personal data
        TestClient.Answer masked = client.callTool(1, "read").join();

        // Then
        assertThat(masked.text()).contains("write to [EMAIL]").doesNotContain("bob@bank.example");

        // When: a forbidden call
        TestClient.Answer blocked = client.callTool(2, "drop").join();

        // Then
        assertThat(blocked.message().path("result").path("isError").asBoolean()).isTrue();
        assertThat(blocked.text()).contains("Nothing may be dropped.");
        assertThat(upstream.calls()).noneMatch(call -> call.body().contains("\"drop\""));

        // When: a call that is held, and approved while its client waits
        CompletableFuture<TestClient.Answer> held = client.callTool(3, "transfer");
        approve(awaitHold());

        // Then
        assertThat(held.get(60, TimeUnit.SECONDS).text()).contains("write to [EMAIL]");
        assertThat(transfers()).isEqualTo(1);

        // Then: all of it is in the journal, and nothing of what was masked
        await().until(() -> journal(MessageKind.RESPONSE, Outcome.FORWARD).size() == 2);
        assertThat(weir.journal())
                .allSatisfy(entry -> assertThat(entry.toString()).doesNotContain("bob@bank.example"));
        assertThat(journal(MessageKind.CLAIM, Outcome.FORWARD)).hasSize(1);
    }

    @Test
    void aHeldCallIsExecutedWhenItIsRepeatedAfterItsApproval() {
        // Given: a gateway that does not wait, and has restarted since the request was made
        weir.stopIngress();
        weir.startIngress(Map.of("hold.budget.ms", "0"));
        TestClient client = alice().initialize("2025-11-25");

        // When
        TestClient.Answer pending = client.callTool(1, "transfer").join();
        weir.stopIngress();
        weir.startIngress(Map.of("hold.budget.ms", "0"));
        approve(awaitHold());

        // Then
        assertThat(pending.text()).contains("PENDING approval apr_");
        TestClient again = alice().initialize("2025-11-25");
        await().until(() -> again.callTool(2, "transfer").join().text().contains("write to [EMAIL]"));
        assertThat(transfers()).isEqualTo(1);
        weir.stopIngress();
        weir.startIngress(Map.of());
    }

    @Test
    void refusesAndRecordsWhoMayNotSpeak() {
        // When
        TestClient.Answer foreign = new TestClient(weir.url(bank))
                .with("Authorization", "Bearer " + weir.token("alice", "analysts", "another-audience"))
                .post("{}");
        TestClient.Answer outsider = weir.client(bank, "eve", "others").post("{}");
        TestClient.Answer nowhere = weir.client("nowhere", "alice", "analysts").post("{}");

        // Then
        assertThat(List.of(foreign.status(), outsider.status(), nowhere.status()))
                .containsExactly(401, 403, 404);
        await().until(() -> facts(FactType.ACCESS_DENIED).size() == 2);
    }

    @Test
    void aRestartKeepsSessionsAndRecordsWhatItLeftBehind() throws Exception {
        // Given: a call that is under way when the ingress stops
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        upstream.on("tools/call", (exchange, call) -> {
            called.countDown();
            over.await(30, TimeUnit.SECONDS);
        });
        TestClient client = alice().initialize("2025-11-25");
        CompletableFuture<TestClient.Answer> call = client.callTool(1, "read");
        assertThat(called.await(20, TimeUnit.SECONDS)).isTrue();

        // When
        weir.stopIngress();
        weir.startIngress(Map.of());

        // Then: its outcome is recorded as unknown, and it is not called again
        await().until(() -> facts(FactType.OUTCOME_UNKNOWN).size() == 1);
        over.countDown();
        assertThat(call).failsWithin(Duration.ofSeconds(20));
        assertThat(upstream.calls("tools/call")).hasSize(1);

        // Then: the session goes on
        TestClient.Answer ping = client.at(weir.url(bank)).post("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}");
        assertThat(ping.message().has("result")).isTrue();
    }

    @Test
    void aChangeOfConfigurationTakesEffect() {
        // Given
        TestClient client = alice().initialize("2025-11-25");

        // When
        connect("auditors");

        // Then
        await().until(() -> client.callTool(1, "read").join().status() == 403);
    }

    @Test
    void anUnreachableUpstreamIsToldAndRecorded() {
        // Given
        TestClient client = alice().initialize("2025-11-25");
        upstream.close();

        // When
        TestClient.Answer answer = client.callTool(1, "read").join();

        // Then
        assertThat(answer.errorCode()).isIn(ErrorCode.UPSTREAM_UNREACHABLE, ErrorCode.OUTCOME_UNKNOWN);
        await().until(() -> weir.journal().stream()
                .filter(entry -> entry.getConnection().equals(bank))
                .anyMatch(entry -> entry.getKind() == MessageKind.RESPONSE && entry.getFact() != null));
    }

    @Test
    void manyCallsAtOnceGetTheirOwnAnswersInOrderOfNothing() {
        // Given
        upstream.on(
                "tools/call",
                (exchange, call) -> ScriptedUpstream.json(
                        exchange,
                        ScriptedUpstream.text(
                                call, call.json().path("params").path("name").asText())));
        TestClient client = alice().initialize("2025-11-25");

        // When
        List<CompletableFuture<TestClient.Answer>> calls = java.util.stream.IntStream.range(0, 200)
                .mapToObj(i -> client.callTool(i, "tool-" + i))
                .toList();

        // Then
        for (int i = 0; i < calls.size(); i++) {
            Matcher text = Pattern.compile("\"text\":\"([^\"]*)\"")
                    .matcher(calls.get(i).join().text());
            assertThat(text.find()).isTrue();
            assertThat(text.group(1)).isEqualTo("tool-" + i);
        }
    }

    private JournalEntry awaitHold() {
        return await().until(() -> journal(MessageKind.REQUEST, Outcome.HOLD), found -> !found.isEmpty())
                .get(0);
    }

    private void approve(JournalEntry held) {
        weir.approve(held.getApproval().getApprovalId(), held.getSessionId(), "carol", "approvers");
    }

    private long transfers() {
        return upstream.calls().stream()
                .filter(call -> call.body().contains("\"transfer\""))
                .count();
    }

    private List<JournalEntry> journal(MessageKind kind, Outcome outcome) {
        return weir.journal().stream()
                .filter(entry -> entry.getKind() == kind && entry.getOutcome() == outcome)
                .filter(entry -> entry.getMethod().equals("tools/call")
                        && entry.getConnection().equals(bank))
                .toList();
    }

    private List<JournalEntry> facts(FactType type) {
        return weir.journal().stream()
                .filter(entry -> entry.getFact() != null && entry.getFact().getType() == type)
                .filter(entry -> entry.getConnection().equals(bank))
                .toList();
    }
}
