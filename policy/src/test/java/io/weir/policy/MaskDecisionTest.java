/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import static io.weir.policy.Messages.call;
import static io.weir.policy.Messages.request;
import static io.weir.policy.Messages.result;
import static io.weir.policy.Messages.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.Direction;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import org.junit.jupiter.api.Test;

class MaskDecisionTest {

    private static final String MASK_BOTH =
            "- {name: pii, mask: {entities: [EMAIL, CREDIT_CARD], in: [requests, responses]}}";
    private static final String MASK_READ_7 =
            "- {name: read-7, when: 'mcp.tool.name == \"read\" && mcp.tool.arguments.id == 7', mask: {entities: [EMAIL]}}";

    @Test
    void masksOnTheWayAndInTheRecord() {
        // Given
        GovernedMessage message = result(
                "tools/call",
                "{\"content\":[{\"type\":\"text\",\"text\":\"ann\\u0040example.org, CUST-123456\"}],"
                        + "\"structuredContent\":{\"iban\":\"DE89 3704 0044 0532 0130 00\",\"card\":4111111111111111, \"n\":1.50}}");

        // When
        Decision decision = Decider.decide(Policies.starter(), message);

        // Then
        assertThat(text(decision.payload()))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[{\"type\":\"text\",\"text\":"
                                + "\"[EMAIL], [CUSTOMER_ID]\"}],\"structuredContent\":{\"iban\":\"[IBAN]\",\"card\":0, \"n\":1.50}}}");
        assertThat(decision.recordPayload()).isNull();
        assertThat(decision.rules()).containsExactly("personal-data");
        assertThat(decision.findings())
                .containsExactly(
                        new Finding("personal-data", "EMAIL", "/result/content/0/text", 1),
                        new Finding("personal-data", "CUSTOMER_ID", "/result/content/0/text", 1),
                        new Finding("personal-data", "IBAN", "/result/structuredContent/iban", 1),
                        new Finding("personal-data", "CREDIT_CARD", "/result/structuredContent/card", 1));
    }

    @Test
    void theRecordIsMaskedEvenWhereTheWayIsNot() {
        // Given
        GovernedMessage message = call("read", "{\"email\":\"ann@example.org\"}");

        // When
        Decision decision = Decider.decide(Policies.starter(), message);

        // Then
        assertThat(decision.payload()).isSameAs(message.payload());
        assertThat(text(decision.recordPayload()))
                .contains("\"email\":\"[EMAIL]\"")
                .doesNotContain("ann@");
    }

    @Test
    void theRecordOfABlockedAndOfAHeldMessageIsMasked() {
        // When
        Decision blocked = Decider.decide(Policies.starter(), call("run_sql", "{\"query\":\"drop ann@example.org\"}"));
        Decision held = Decider.decide(
                Policies.starter(), call("transfer_money", "{\"amount\":5000,\"to\":\"DE89370400440532013000\"}"));

        // Then
        assertThat(text(blocked.recordPayload())).contains("drop [EMAIL]");
        assertThat(text(held.recordPayload())).contains("[IBAN]");
        assertThat(text(held.heldPayload())).contains("DE89370400440532013000");
        assertThat(text(held.released().recordPayload())).contains("[IBAN]");
    }

    @Test
    void aHeldRequestIsReleasedAsMasked() {
        // Given
        CompiledPolicy policy = Policies.withRules(MASK_BOTH + "\n- {name: h, hold: {approvers: [a]}}");

        // When
        Decision decision = Decider.decide(policy, call("t", "{\"email\":\"ann@example.org\"}"));

        // Then
        assertThat(text(decision.released().payload())).contains("\"email\":\"[EMAIL]\"");
    }

    @Test
    void aConditionOnArgumentsIsEvaluatedOnTheResponseThroughTheContext() {
        // Given
        CompiledPolicy policy = Policies.withRules(MASK_READ_7);
        String answer = "{\"content\":[{\"type\":\"text\",\"text\":\"ann@example.org\"}]}";

        // When
        Decision seven = Decider.decide(policy, call("read", "{\"id\":7}"));
        Decision eight = Decider.decide(policy, call("read", "{\"id\":8}"));

        // Then
        assertThat(text(seven.context())).isEqualTo("{\"name\":\"read\",\"arguments\":{\"id\":7}}");
        assertThat(text(respond(policy, answer, seven.context()).payload())).contains("[EMAIL]");
        assertThat(text(respond(policy, answer, eight.context()).payload())).contains("ann@example.org");
    }

    @Test
    void aResponseWhoseContextIsLostIsMasked() {
        // Given
        CompiledPolicy policy = Policies.withRules(MASK_READ_7);

        // When
        Decision decision = respond(policy, "{\"content\":[{\"type\":\"text\",\"text\":\"ann@example.org\"}]}", null);

        // Then
        assertThat(text(decision.payload())).contains("[EMAIL]");
    }

    @Test
    void aMaskWhoseConditionFailsBlocksAndTheRecordIsMasked() {
        // Given
        CompiledPolicy policy = Policies.withRules(MASK_READ_7);

        // When
        Decision decision = Decider.decide(policy, call("read", "{\"email\":\"ann@example.org\"}"));

        // Then
        assertThat(decision.outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(decision.rules()).containsExactly("read-7");
        assertThat(text(decision.recordPayload())).contains("[EMAIL]");
    }

    @Test
    void aResponseThatCannotBeDecidedIsAnErrorForItsId() {
        // Given
        CompiledPolicy policy = Policies.withRules(MASK_READ_7);

        // When
        Decision decision = respond(policy, "{}", "{\"arguments\":{}}".getBytes(UTF_8));

        // Then
        assertThat(decision.outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(text(decision.payload())).startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-31001");
    }

    @Test
    void whatIsAskedForIsBlockedRatherThanRenamed() {
        // Given
        CompiledPolicy policy = Policies.withRules(MASK_BOTH);
        String uri = "crm://customers/ann@example.org";
        GovernedMessage message = Messages.of(
                MessageKind.REQUEST,
                Direction.CLIENT_TO_SERVER,
                "resources/read",
                uri,
                text(request("resources/read", "{\"uri\":\"" + uri + "\"}").payload()));

        // When
        Decision decision = Decider.decide(policy, message);

        // Then
        assertThat(decision.outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(decision.recordName()).isEqualTo("crm://customers/[EMAIL]");
        assertThat(decision.toString() + text(decision.payload()) + text(decision.recordPayload()))
                .doesNotContain("ann@");
    }

    @Test
    void aServersRequestAndTheClientsAnswerAreMaskedBothWays() {
        // Given
        CompiledPolicy policy = Policies.withRules(MASK_BOTH);
        GovernedMessage ask = Messages.of(
                MessageKind.REQUEST,
                Direction.SERVER_TO_CLIENT,
                "sampling/createMessage",
                "",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"sampling/createMessage\",\"params\":{\"systemPrompt\":\"x a@b.co\","
                        + "\"messages\":[{\"role\":\"user\",\"content\":{\"type\":\"tool_result\",\"toolUseId\":\"a@b.co\"}}]}}");
        GovernedMessage answer = Messages.of(
                MessageKind.RESPONSE,
                Direction.CLIENT_TO_SERVER,
                "sampling/createMessage",
                "",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":{\"type\":\"text\",\"text\":\"to a@b.co\"}}}");

        // Then
        assertThat(text(Decider.decide(policy, ask).payload()))
                .contains("\"systemPrompt\":\"x [EMAIL]\"", "\"toolUseId\":\"a@b.co\"");
        assertThat(text(Decider.decide(policy, answer).payload())).contains("to [EMAIL]");
    }

    private static Decision respond(CompiledPolicy policy, String result, byte[] context) {
        GovernedMessage message = result("tools/call", "read", result);
        return Decider.decide(
                policy,
                Messages.of(
                        message.kind(),
                        message.direction(),
                        message.connection(),
                        message.method(),
                        "read",
                        message.payload(),
                        context));
    }
}
