/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.weir.demo.CallRecord;
import io.weir.demo.DemoUpstream;
import io.weir.demo.DemoUpstreamSettings;
import io.weir.e2e.kafka.KafkaFixture;
import io.weir.standalone.client.McpCaller;
import io.weir.standalone.client.WeirApi;
import io.weir.standalone.client.WeirApi.Answer;
import io.weir.standalone.demo.PersonalData;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The way of a message through services that share nothing but Kafka, on the broker that {@link KafkaFixture} finds. */
class PipelineST {

    private static final String BANK_TOKEN = "credential-of-the-gateway";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path directory;

    private static KafkaFixture kafka;
    private static Issuer issuer;
    private static DemoUpstream bank;
    private static SeparateServices services;

    @BeforeAll
    static void start() throws IOException {
        kafka = KafkaFixture.start();
        issuer = Issuer.start();
        bank = DemoUpstream.start(DemoUpstreamSettings.onLoopback(0, BANK_TOKEN));
        services = SeparateServices.start(kafka, issuer, directory);
        Path credential = Files.writeString(directory.resolve("bank-token"), BANK_TOKEN);
        api(services.approvals(), "admin")
                .postYaml("/api/config", Configuration.yaml(bank.mcpUrl(), credential))
                .orThrow();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            try (McpCaller alice = client("alice")) {
                return !alice.tools().isEmpty();
            }
        });
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {services, bank, issuer, kafka}) {
            if (part != null) {
                part.close();
            }
        }
    }

    @Test
    void masksPersonalDataOnItsWayToTheClient() {
        try (McpCaller alice = client("alice")) {
            // When
            CallToolResult result = alice.call("read_customer", Map.of("id", "1001"));
            // Then
            assertThat(McpCaller.text(result)).contains("Ada Lovelace", "[EMAIL]", "[IBAN]", "[CREDIT_CARD]");
            assertThat(PersonalData.absentFrom(McpCaller.text(result) + result.structuredContent()))
                    .isTrue();
        }
    }

    @Test
    void theUpstreamGetsTheGatewaysCredentialOnly() {
        try (McpCaller alice = client("alice")) {
            // When
            alice.call("list_customers", Map.of());
            // Then
            assertThat(bank.calls())
                    .extracting(CallRecord::authorization)
                    .containsOnly(Configuration.described(BANK_TOKEN));
        }
    }

    @Test
    void blocksBeforeTheUpstreamHearsOfIt() {
        try (McpCaller alice = client("alice")) {
            // When
            CallToolResult result = alice.call("run_sql", Map.of("query", "DROP TABLE customers"));
            // Then
            assertThat(result.isError()).isTrue();
            assertThat(McpCaller.text(result)).contains("only-select");
            assertThat(bank.database().tableNames()).contains("customers");
            assertThat(bank.calls()).extracting(CallRecord::tool).doesNotContain("run_sql");
        }
    }

    @Test
    void aHeldCallWaitsForASecondPerson() {
        try (McpCaller alice = client("alice")) {
            // Given
            String reference = UUID.randomUUID().toString();
            CompletableFuture<CallToolResult> transfer = alice.callLater("transfer_money", transfer(reference));
            JsonNode approval = awaitPending(reference);
            // When
            Answer own = decide("alice", approval, "approve");
            Answer another = decide("bob", approval, "approve");
            // Then
            assertThat(own.status()).isEqualTo(403);
            assertThat(another.ok()).as(another::problem).isTrue();
            assertThat(transfer.join().isError()).isNotEqualTo(true);
            assertThat(transfers(reference)).isEqualTo(1);
        }
    }

    @Test
    void aRejectedCallIsToldSoAndNeverRuns() {
        try (McpCaller alice = client("alice")) {
            // Given
            String reference = UUID.randomUUID().toString();
            CompletableFuture<CallToolResult> transfer = alice.callLater("transfer_money", transfer(reference));
            // When
            Answer answer = decide("carol", awaitPending(reference), "reject");
            // Then
            assertThat(answer.ok()).as(answer::problem).isTrue();
            assertThat(transfer.join().isError()).isTrue();
            assertThat(transfers(reference)).isZero();
        }
    }

    @Test
    void aHoldSurvivesARestartOfWhatHoldsIt() {
        // Given
        String reference = UUID.randomUUID().toString();
        try (McpCaller alice = client("alice")) {
            CallToolResult pending = alice.call("transfer_money", transfer(reference));
            assertThat(McpCaller.text(pending)).contains("PENDING approval");
        }
        // When
        services.restartWhatHolds();
        Answer answer = decide("bob", awaitPending(reference), "approve");
        // Then
        assertThat(answer.ok()).as(answer::problem).isTrue();
        try (McpCaller alice = client("alice")) {
            CallToolResult repeated = alice.call("transfer_money", transfer(reference));
            assertThat(McpCaller.text(repeated)).contains("Transferred");
        }
        assertThat(transfers(reference)).isEqualTo(1);
    }

    @Test
    void anotherIngressServesTheSameSession() throws Exception {
        // Given
        HttpResponse<String> initialized = post(services.ingress(), "alice", Map.of(), RawMcp.INITIALIZE);
        Map<String, String> session = RawMcp.sessionHeaders(initialized);
        post(services.ingress(), "alice", session, RawMcp.INITIALIZED);
        // When
        HttpResponse<String> answer = post(services.otherIngress(), "alice", session, RawMcp.LIST_CUSTOMERS);
        HttpResponse<String> stolen = post(services.otherIngress(), "bob", session, RawMcp.LIST_CUSTOMERS);
        // Then
        assertThat(answer.body()).contains("Ada Lovelace");
        assertThat(stolen.statusCode()).isIn(403, 404);
    }

    @Test
    void everySessionIsInTheJournalWithoutGapsAndMasked() {
        // Given
        String mark = UUID.randomUUID().toString();
        try (McpCaller alice = client("alice")) {
            alice.call("read_customer", Map.of("id", "1002"));
            alice.call("run_sql", Map.of("query", "DELETE FROM " + mark));
        }
        // When
        WeirApi carol = api(services.query(), "carol");
        List<JsonNode> events = await().atMost(PATIENCE)
                .until(
                        () -> newestEvents(carol),
                        newest -> newest.toString().contains(mark)
                                && newest.toString().contains("SESSION_CLOSED"));
        // Then
        assertThat(events)
                .extracting(event -> event.path("sequence").asInt())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, events.size()).boxed().toList());
        assertThat(events).extracting(event -> event.path("outcome").asText()).contains("FORWARD", "BLOCK");
        assertThat(PersonalData.absentFrom(events.toString())).isTrue();
    }

    @Test
    void noPersonalDataIsInTheJournalOrInALog() throws IOException {
        // Given
        try (McpCaller alice = client("alice")) {
            alice.call("read_customer", Map.of("id", "1003"));
        }
        // When
        String journal = await().atMost(PATIENCE)
                .until(() -> JournalTopic.text(kafka.bootstrapServers()), text -> text.contains("1003"));
        // Then
        assertThat(PersonalData.absentFrom(journal)).isTrue();
        for (Path log : services.logs()) {
            assertThat(PersonalData.absentFrom(Files.readString(log, StandardCharsets.UTF_8)))
                    .as(log.toString())
                    .isTrue();
        }
    }

    private static Map<String, Object> transfer(String reference) {
        return Map.of("from", "1001", "to", "1002", "amount", 25_000, "reference", reference);
    }

    /** How many transfers with that reference the bank has carried out. */
    private static long transfers(String reference) {
        return bank.calls().stream()
                .filter(call -> reference.equals(call.arguments().get("reference")))
                .count();
    }

    private static JsonNode awaitPending(String reference) {
        WeirApi bob = api(services.approvals(), "bob");
        return await().atMost(PATIENCE).until(() -> pending(bob, reference), found -> !found.isMissingNode());
    }

    private static JsonNode pending(WeirApi approver, String reference) {
        for (JsonNode approval :
                approver.get("/api/approvals?state=pending").orThrow().path("approvals")) {
            JsonNode full = approver.get("/api/approvals/" + approval.path("id").asText())
                    .orThrow();
            if (full.toString().contains(reference)) {
                return full;
            }
        }
        return MissingNode.getInstance();
    }

    private static Answer decide(String user, JsonNode approval, String decision) {
        return api(services.approvals(), user)
                .post(
                        "/api/approvals/" + approval.path("id").asText() + "/" + decision,
                        Map.of(
                                "reason",
                                "as a test",
                                "digest",
                                approval.path("digest").asText()));
    }

    /** The events of alice's newest session, as far as they are in the journal. */
    private static List<JsonNode> newestEvents(WeirApi auditor) {
        JsonNode sessions = auditor.get("/api/sessions?subject=alice").orThrow().path("sessions");
        List<JsonNode> events = new ArrayList<>();
        if (!sessions.isEmpty()) {
            auditor.get("/api/sessions/" + sessions.path(0).path("sessionId").asText() + "/events?limit=500")
                    .orThrow()
                    .path("events")
                    .forEach(events::add);
        }
        return events;
    }

    private static McpCaller client(String user) {
        return McpCaller.connect(services.ingress(), "bank", issuer.token(user));
    }

    private static WeirApi api(URI service, String user) {
        return new WeirApi(service, issuer.token(user));
    }

    private static HttpResponse<String> post(URI ingress, String user, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = RawMcp.post(ingress.resolve("/mcp/bank"), issuer.token(user), body);
        headers.forEach(request::setHeader);
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }
}
