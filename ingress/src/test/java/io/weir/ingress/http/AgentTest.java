/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.events.Direction;
import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.Verdict;
import io.weir.ingress.harness.Gateway;
import io.weir.ingress.harness.ScriptedUpstream;
import io.weir.ingress.harness.TestClient;
import io.weir.ingress.harness.TestVerdicts;
import io.weir.ingress.jsonrpc.ErrorCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections whose server runs beside an agent: nothing is called from here, and answers come as verdicts. */
class AgentTest {
    private static final String INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"protocolVersion\":\"2025-11-25\"}}";
    private static final String RESULT = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}";

    private final ScriptedUpstream unused = new ScriptedUpstream();
    private Gateway gateway;
    private TestClient client;

    @BeforeEach
    void start() {
        gateway = Gateway.start(unused.url()).connectToAgent("files", "1s");
        gateway.decide(this::decide);
        client = new TestClient(gateway.url("files")).initialize("2025-11-25");
    }

    @AfterEach
    void stop() {
        gateway.close();
        unused.close();
    }

    private Optional<Verdict> decide(Intake intake) {
        if (intake.getMethod().equals("initialize")) {
            gateway.deliver(TestVerdicts.besideAgent(TestVerdicts.forward(intake)));
            gateway.deliver(TestVerdicts.fromAgent(intake, MessageKind.RESPONSE, "", INITIALIZED));
            return Optional.empty();
        }
        return Optional.of(TestVerdicts.besideAgent(TestVerdicts.forward(intake)));
    }

    private Intake call() {
        return await().until(
                        () -> gateway.log(MessageKind.REQUEST).stream()
                                .filter(each -> each.getMethod().equals("tools/call"))
                                .findFirst(),
                        Optional::isPresent)
                .get();
    }

    private void says(Intake about, MessageKind kind, String stream, String json) {
        gateway.deliver(TestVerdicts.fromAgent(about, kind, stream, json));
    }

    private static String log(int number) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":" + number + "}}";
    }

    @Test
    void theAnswerComesAsAVerdict() {
        // Given
        CompletableFuture<TestClient.Answer> answer = client.callTool(1, "read");
        Intake call = call();

        // When
        says(call, MessageKind.NOTIFICATION, call.getExchangeId(), log(1));
        says(call, MessageKind.RESPONSE, "", RESULT);
        says(call, MessageKind.RESPONSE, "", RESULT);

        // Then
        assertThat(answer.join().messages()).hasSize(2);
        assertThat(answer.join().message().has("result")).isTrue();
        await().until(() -> gateway.underWay() == 0);
        assertThat(unused.calls()).isEmpty();
    }

    @Test
    void anotherSessionsAnswerIsNone() {
        // Given
        CompletableFuture<TestClient.Answer> answer = client.callTool(1, "read");
        Intake call = call();

        // When
        gateway.deliver(Verdict.newBuilder(TestVerdicts.fromAgent(call, MessageKind.RESPONSE, "", log(1)))
                .setSessionId("another.session")
                .build());
        says(call, MessageKind.RESPONSE, "", RESULT);

        // Then
        assertThat(answer.join().message().has("result")).isTrue();
    }

    @Test
    void anAgentThatDoesNotAnswerIsTooSlow() {
        // When
        TestClient.Answer answer = client.callTool(1, "read").join();

        // Then: and it is told, by the verdict on this answer
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.UPSTREAM_TIMEOUT);
        assertThat(gateway.log(MessageKind.RESPONSE))
                .anySatisfy(response -> assertThat(response.getFact().getType()).isEqualTo(FactType.UPSTREAM_TIMEOUT));
    }

    @Test
    void whatALostAgentHadIsUnknown() {
        // Given
        CompletableFuture<TestClient.Answer> answer = client.callTool(1, "read");
        Intake call = call();

        // When
        Verdict base = TestVerdicts.fromAgent(call, MessageKind.FACT, "", "{}");
        gateway.deliver(Verdict.newBuilder(base)
                .setDirection(Direction.CLIENT_TO_SERVER)
                .setPayload(null)
                .setFact(new Fact(FactType.OUTCOME_UNKNOWN, "gone", Map.of()))
                .build());

        // Then
        assertThat(answer.join().errorCode()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
    }

    @Test
    void aSessionThatTheAgentDoesNotKnowIsGone() {
        // Given
        CompletableFuture<TestClient.Answer> answer = client.callTool(1, "read");
        Intake call = call();

        // When
        Verdict base = TestVerdicts.fromAgent(
                call,
                MessageKind.RESPONSE,
                "",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32600,\"message\":\"m\"}}");
        gateway.deliver(Verdict.newBuilder(base)
                .setFact(new Fact(FactType.UPSTREAM_INVALID, "gone", Map.of("status", "404")))
                .build());

        // Then
        assertThat(answer.join().status()).isEqualTo(404);
    }

    @Test
    void otherMessagesGoToTheStreamThatIsOpen() throws IOException {
        // Given: said before anybody listens
        Intake opening = gateway.log(MessageKind.REQUEST).get(0);
        says(opening, MessageKind.NOTIFICATION, opening.getSessionId(), log(1));

        // When
        try (BufferedReader stream = reader()) {
            says(opening, MessageKind.NOTIFICATION, opening.getSessionId(), log(2));

            // Then
            assertThat(next(stream)).contains("\"data\":1");
            assertThat(next(stream)).contains("\"data\":2");
        }

        // Then: without a stream, on that of a call
        await().until(() -> gateway.openStreams() == 0);
        CompletableFuture<TestClient.Answer> answer = client.callTool(1, "read");
        Intake call = call();
        says(call, MessageKind.NOTIFICATION, opening.getSessionId(), log(3));
        says(call, MessageKind.RESPONSE, "", RESULT);
        assertThat(answer.join().text()).contains("\"data\":3");
    }

    private BufferedReader reader() {
        return new BufferedReader(new InputStreamReader(client.open("GET", null).body(), StandardCharsets.UTF_8));
    }

    private static String next(BufferedReader stream) throws IOException {
        String line = stream.readLine();
        while (!line.startsWith("data: {")) {
            line = stream.readLine();
        }
        return line;
    }

    @Test
    void oneWayMessagesAreAcceptedAndTheSessionEnds() {
        // When
        TestClient.Answer notified = client.post(log(1));
        TestClient.Answer ended = client.method("DELETE");
        TestClient.Answer after = client.post(log(2));

        // Then
        assertThat(notified.status()).isEqualTo(202);
        assertThat(ended.status()).isEqualTo(204);
        assertThat(after.status()).isEqualTo(404);
        assertThat(gateway.facts(FactType.SESSION_CLOSED)).hasSize(1);
        assertThat(unused.calls()).isEmpty();
    }

    @Test
    void aMessageThatWentNowhereIsToldSo() {
        // Given: enforcement knew another connection of this name
        gateway.decide(intake -> Optional.of(TestVerdicts.forward(intake)));

        // When
        TestClient.Answer answer = client.callTool(1, "read").join();

        // Then
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.UPSTREAM_UNREACHABLE);
    }

    @Test
    void withoutAVerdictInTimeNobodyKnows() {
        // Given
        try (Gateway slow = new Gateway(unused.url(), 8, Duration.ofMillis(300), Duration.ZERO)) {
            slow.connectToAgent("files", "1s");
            slow.decide(intake -> Optional.empty());

            // When
            TestClient.Answer answer = new TestClient(slow.url("files"))
                    .post(
                            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\"}}");

            // Then
            assertThat(answer.errorCode()).isEqualTo(ErrorCode.OUTCOME_UNKNOWN);
            assertThat(slow.facts(FactType.OUTCOME_UNKNOWN)).hasSize(1);
        }
    }
}
