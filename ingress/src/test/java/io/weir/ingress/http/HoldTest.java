/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.ingress.harness.Gateway;
import io.weir.ingress.harness.ScriptedUpstream;
import io.weir.ingress.harness.TestClient;
import io.weir.ingress.harness.TestVerdicts;
import io.weir.ingress.jsonrpc.ErrorCode;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A held request waits for people as long as its client may, and is executed only by way of a claim. */
class HoldTest {
    private static final String APPROVAL = "apr_abcdefghij.1";

    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private final Gateway gateway = new Gateway(upstream.url(), 64, Duration.ofSeconds(20), Duration.ofMillis(800));
    private TestClient client;

    @BeforeEach
    void open() {
        client = gateway.client().initialize("2025-11-25");
        upstream.on(
                "tools/call", (exchange, call) -> ScriptedUpstream.json(exchange, ScriptedUpstream.text(call, "paid")));
        gateway.decide(intake -> Optional.of(
                switch (intake.getKind()) {
                    case REQUEST -> TestVerdicts.hold(intake, APPROVAL);
                    case CLAIM -> TestVerdicts.claimed(intake, APPROVAL);
                    default -> TestVerdicts.forward(intake);
                }));
    }

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    @Test
    void theClientIsKeptAwakeAndThenToldToComeBack() {
        // When
        TestClient.Answer answer = client.callTool(1, "transfer").join();

        // Then
        assertThat(answer.isStream()).isTrue();
        assertThat(answer.text()).contains(": keepalive");
        JsonNode result = answer.message().path("result");
        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.path("content").path(0).path("text").asText())
                .startsWith("PENDING approval " + APPROVAL)
                .contains("repeat the identical call");
        assertThat(gateway.facts(FactType.WAITER_GONE))
                .singleElement()
                .satisfies(fact -> assertThat(fact.getFact().getAttributes())
                        .containsEntry("approvalId", APPROVAL)
                        .containsEntry("exchangeId", fact.getExchangeId()));
        assertThat(upstream.calls("tools/call")).isEmpty();
    }

    @Test
    void whatIsNoToolCallGetsAnErrorWithTheApproval() {
        // When
        TestClient.Answer answer = client.post(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":\"bank://vault\"}}");

        // Then
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.PENDING_APPROVAL);
        assertThat(answer.message()
                        .path("error")
                        .path("data")
                        .path("approvalId")
                        .asText())
                .isEqualTo(APPROVAL);
    }

    @Test
    void progressIsToldToWhoeverAskedForIt() {
        // When
        TestClient.Answer answer = client.post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
                + "{\"name\":\"transfer\",\"_meta\":{\"progressToken\":42}}}");

        // Then
        double last = 0;
        for (JsonNode message : answer.messages().subList(0, answer.messages().size() - 1)) {
            assertThat(message.path("method").asText()).isEqualTo("notifications/progress");
            assertThat(message.path("params").path("progressToken").asInt()).isEqualTo(42);
            assertThat(message.path("params").path("progress").asDouble()).isGreaterThan(last);
            last = message.path("params").path("progress").asDouble();
        }
        assertThat(answer.messages()).hasSizeGreaterThan(3);
    }

    @Test
    void anApprovalThatComesInTimeIsClaimedAndExecutedOnce() throws Exception {
        // Given
        CompletableFuture<TestClient.Answer> call = client.callTool(1, "transfer");
        Intake held = await().until(this::heldRequest, Optional::isPresent).orElseThrow();

        // When
        gateway.deliver(TestVerdicts.notice(held, APPROVAL));
        gateway.deliver(TestVerdicts.notice(held, APPROVAL));
        TestClient.Answer answer = call.get(10, TimeUnit.SECONDS);

        // Then
        assertThat(answer.message().toString()).contains("paid");
        assertThat(upstream.calls("tools/call")).hasSize(1);
        assertThat(gateway.log(MessageKind.CLAIM)).singleElement().satisfies(claim -> {
            assertThat(claim.getApprovalId()).isEqualTo(APPROVAL);
            assertThat(claim.getExchangeId()).isEqualTo(held.getExchangeId());
            assertThat(claim.getMessageId()).isNotEqualTo(held.getMessageId());
            assertThat(claim.getPayload()).isEqualTo(held.getPayload());
        });
        assertThat(gateway.log(MessageKind.RESPONSE))
                .filteredOn(intake -> intake.getMethod().equals("tools/call"))
                .singleElement()
                .satisfies(response -> assertThat(response.getApprovalId()).isEqualTo(APPROVAL));
    }

    @Test
    void aClaimThatIsRefusedTellsTheOutcome() throws Exception {
        // Given
        gateway.decide(intake -> Optional.of(
                intake.getKind() == MessageKind.CLAIM
                        ? TestVerdicts.block(
                                intake, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"isError\":true,\"content\":[]}}")
                        : TestVerdicts.hold(intake, APPROVAL)));
        CompletableFuture<TestClient.Answer> call = client.callTool(1, "transfer");
        Intake held = await().until(this::heldRequest, Optional::isPresent).orElseThrow();

        // When
        gateway.deliver(TestVerdicts.notice(held, APPROVAL));

        // Then
        assertThat(call.get(10, TimeUnit.SECONDS)
                        .message()
                        .path("result")
                        .path("isError")
                        .asBoolean())
                .isTrue();
        assertThat(upstream.calls("tools/call")).isEmpty();
    }

    @Test
    void anApprovalAfterTheClientWasToldToComeBackExecutesNothing() {
        // Given
        client.callTool(1, "transfer").join();
        Intake held = heldRequest().orElseThrow();

        // When
        gateway.deliver(TestVerdicts.notice(held, APPROVAL));
        client.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}");

        // Then
        assertThat(gateway.log(MessageKind.CLAIM)).isEmpty();
        assertThat(upstream.calls("tools/call")).isEmpty();
    }

    @Test
    void aWaitingClientThatHangsUpIsRecordedAndNothingIsExecuted() throws Exception {
        // Given
        try (Gateway patient = new Gateway(upstream.url(), 64, Duration.ofSeconds(20), Duration.ofSeconds(60))) {
            TestClient waiting = patient.client().initialize("2025-11-25");
            patient.decide(intake -> Optional.of(
                    intake.getKind() == MessageKind.REQUEST
                            ? TestVerdicts.hold(intake, APPROVAL)
                            : TestVerdicts.forward(intake)));
            HttpResponse<InputStream> response = waiting.open("POST", TestClient.toolCall(1, "transfer"));
            assertThat(new String(response.body().readNBytes(3), StandardCharsets.UTF_8))
                    .isEqualTo("id:");

            // When
            response.body().close();
            await().until(() -> patient.facts(FactType.CLIENT_GONE).size() == 1);
            Intake fact = patient.facts(FactType.CLIENT_GONE).get(0);
            Intake held = patient.log(MessageKind.REQUEST).get(1);
            patient.deliver(TestVerdicts.notice(held, APPROVAL));

            // Then
            assertThat(fact.getFact().getAttributes()).containsEntry("approvalId", APPROVAL);
            await().until(() -> patient.underWay() == 0);
            assertThat(patient.log(MessageKind.CLAIM)).isEmpty();
        }
    }

    @Test
    void aHeldRequestThatItsClientTakesBackIsNotExecuted() {
        // Given
        CompletableFuture<TestClient.Answer> call = client.callTool(7, "transfer");
        Intake held = await().until(this::heldRequest, Optional::isPresent).orElseThrow();

        // When
        TestClient.Answer other = client.post(
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"7\"}}");
        assertThat(gateway.facts(FactType.CANCELLED)).isEmpty();
        client.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}");
        gateway.deliver(TestVerdicts.notice(held, APPROVAL));

        // Then
        assertThat(other.status()).isEqualTo(202);
        await().until(() -> gateway.underWay() == 0);
        assertThat(gateway.facts(FactType.CANCELLED))
                .singleElement()
                .satisfies(fact -> assertThat(fact.getFact().getAttributes())
                        .containsEntry("relayed", "false")
                        .containsEntry("exchangeId", held.getExchangeId()));
        assertThat(gateway.log(MessageKind.CLAIM)).isEmpty();
        assertThat(upstream.calls("tools/call")).isEmpty();
        assertThat(call.join().messages()).isEmpty();
    }

    @Test
    void aRequestThatIsTakenBackBeforeItIsHeldIsNotExecutedEither() {
        // Given
        gateway.decide(intake ->
                intake.getMethod().equals("tools/call") ? Optional.empty() : Optional.of(TestVerdicts.forward(intake)));
        CompletableFuture<TestClient.Answer> call = client.callTool(7, "transfer");
        Intake undecided = await().until(this::heldRequest, Optional::isPresent).orElseThrow();

        // When
        client.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}");
        gateway.deliver(TestVerdicts.hold(undecided, APPROVAL));
        gateway.deliver(TestVerdicts.notice(undecided, APPROVAL));

        // Then
        assertThat(call.join().messages()).isEmpty();
        assertThat(gateway.facts(FactType.CANCELLED)).hasSize(1);
        assertThat(gateway.log(MessageKind.CLAIM)).isEmpty();
    }

    @Test
    void theOthersOfABatchAreAnsweredWhenOneIsTakenBack() {
        // Given
        gateway.decide(intake -> Optional.of(
                intake.getKind() == MessageKind.REQUEST && intake.getName().equals("transfer")
                        ? TestVerdicts.hold(intake, APPROVAL)
                        : TestVerdicts.forward(intake)));
        TestClient old = gateway.client().initialize("2025-03-26");
        CompletableFuture<TestClient.Answer> batch =
                old.postAsync("[" + TestClient.toolCall(1, "transfer") + "," + TestClient.toolCall(2, "read") + "]");
        await().until(this::heldRequest, Optional::isPresent);
        await().until(() -> upstream.calls("tools/call").size() == 1);

        // When
        old.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}");

        // Then
        assertThat(batch.join().messages())
                .anyMatch(message -> message.path("id").asInt() == 2 && message.has("result"));
        assertThat(gateway.log(MessageKind.CLAIM)).isEmpty();
    }

    private Optional<Intake> heldRequest() {
        return gateway.log(MessageKind.REQUEST).stream()
                .filter(intake -> intake.getMethod().equals("tools/call"))
                .findFirst();
    }
}
