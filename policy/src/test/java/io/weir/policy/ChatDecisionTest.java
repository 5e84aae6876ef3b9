/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.Direction;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.policy.resource.ConnectionResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chat completions of a connection of kind llm: requests, answers, and parts of answers. */
class ChatDecisionTest {
    private static final ConnectionResource LLM = Policies.connection(
            "connection: {name: customers, kind: llm, host: localhost, port: 1, allowedGroups: [analysts]}");
    private static final CompiledPolicy MASK =
            Policies.withRules("- {name: m, mask: {entities: [EMAIL, CREDIT_CARD]}}");

    private static GovernedMessage request(ConnectionResource connection, String method, String params) {
        String json = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
        return Messages.of(
                MessageKind.REQUEST, Direction.CLIENT_TO_SERVER, connection, method, "", json.getBytes(UTF_8), null);
    }

    private static GovernedMessage answer(String message) {
        String json =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"choices\":[{\"index\":0,\"message\":" + message + "}]}}";
        return Messages.of(
                MessageKind.RESPONSE,
                Direction.SERVER_TO_CLIENT,
                LLM,
                "chat/completions",
                "",
                json.getBytes(UTF_8),
                null);
    }

    private static GovernedMessage part(String content, byte[] context) {
        String json =
                "{\"jsonrpc\":\"2.0\",\"method\":\"chat/completions/chunk\",\"params\":{\"choices\":[{\"index\":0,"
                        + "\"delta\":{\"content\":\"" + content + "\"}}]}}";
        return Messages.of(
                MessageKind.NOTIFICATION,
                Direction.SERVER_TO_CLIENT,
                LLM,
                "chat/completions/chunk",
                "",
                json.getBytes(UTF_8),
                context);
    }

    @ParameterizedTest
    @CsvSource({"chat/completions", "models/list"})
    void onlyAConnectionToAModelHasTheseMethods(String method) {
        assertThat(Decider.decide(MASK, request(LLM, method, "{}")).outcome()).isEqualTo(Outcome.FORWARD);
        assertThat(Decider.decide(MASK, request(Policies.customers(), method, "{}"))
                        .outcome())
                .isEqualTo(Outcome.BLOCK);
        assertThat(Decider.decide(MASK, request(LLM, "tools/list", "{}")).outcome())
                .isEqualTo(Outcome.FORWARD);
    }

    @Test
    void whereNobodyKnowsTheMethodNothingIsAnIdentifier() {
        // Given
        ConnectionResource open = Policies.connection(Policies.CUSTOMERS + "  unknownMethods: allow\n");
        CompiledPolicy policy = Policies.withRules("- {name: m, mask: {entities: [EMAIL], in: [requests]}}");

        // When
        Decision decision = Decider.decide(policy, request(open, "chat/completions", "{\"model\":\"a@b.example\"}"));

        // Then
        assertThat(Messages.text(decision.payload())).contains("\"model\":\"[EMAIL]\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"to\":\"ann@b.example\"} | {\"to\":\"[EMAIL]\"}",
                "{\"card\": 4111111111111111, \"n\": 1.50} | {\"card\": 0, \"n\": 1.50}",
                "{\"to\":\"\\u0061nn\\u0040b.example\"} | {\"to\":\"[EMAIL]\"}",
                "{\"ann@b.example\":[{\"a\":\"x\"}]} | {\"[EMAIL]\":[{\"a\":\"x\"}]}",
                "[\"ann@b.example\"] | [\"[EMAIL]\"]",
                "{\"to\":\"ann@b.example\" | {\"to\":\"[EMAIL]\"",
                "{\"a\":1,\"a\":\"ann@b.example\"} | {\"a\":1,\"a\":\"[EMAIL]\"}",
                "to ann@b.example | to [EMAIL]",
                "{\"a\":\"nothing\"} | {\"a\":\"nothing\"}",
            })
    void aFunctionsArgumentsAreMaskedAsTheJsonThatTheyAre(String arguments, String masked) {
        // Given
        String message =
                "{\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":%s}}]}";

        // When
        Decision decision = Decider.decide(MASK, answer(message.formatted(quoted(arguments))));

        // Then
        assertThat(Messages.text(decision.payload()))
                .isEqualTo(
                        Messages.text(answer(message.formatted(quoted(masked))).payload()));
        assertThat(decision.findings()).hasSize(arguments.equals(masked) ? 0 : 1);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Test
    void aPartIsMaskedAndMayBeShown() {
        // When
        Decision decision = Decider.decide(MASK, part("to ann@b.example, ", null));

        // Then
        assertThat(decision.outcome()).isEqualTo(Outcome.FORWARD);
        assertThat(Messages.text(decision.payload())).contains("to [EMAIL], ");
        assertThat(PartialAnswer.isExact(decision.context())).isTrue();
        assertThat(decision.recordPayload()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"responses", "requests"})
    void aPartThatAPatternMayReachOverIsNeitherShownNorRecorded(String direction) {
        // Given
        CompiledPolicy policy = Policies.withRules(
                "- {name: m, mask: {patterns: [{entity: X, regex: 'ab'}], in: [" + direction + "]}}");

        // When
        Decision decision = Decider.decide(policy, part("secret a", null));

        // Then
        assertThat(PartialAnswer.isExact(decision.context())).isFalse();
        assertThat(Messages.text(decision.recordPayload()))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"chat/completions/chunk\"}");
    }

    @Test
    void aPatternForAnotherConnectionIsNoHindrance() {
        // Given
        CompiledPolicy policy =
                Policies.withRules("- {name: m, connections: [other], mask: {patterns: [{entity: X, regex: 'ab'}]}}");

        // Then
        assertThat(PartialAnswer.isExact(
                        Decider.decide(policy, part("text ", null)).context()))
                .isTrue();
    }

    @Test
    void aPartIsDecidedByTheFactsOfItsRequest() {
        // Given
        CompiledPolicy policy = Policies.withRules("""
                - name: m
                  when: mcp.method == "chat/completions" && mcp.params.model == "big"
                  mask: {entities: [EMAIL]}
                """);
        byte[] big = Decider.decide(policy, request(LLM, "chat/completions", "{\"model\":\"big\"}"))
                .context();
        byte[] small = Decider.decide(policy, request(LLM, "chat/completions", "{\"model\":\"small\"}"))
                .context();

        // Then
        assertThat(Messages.text(
                        Decider.decide(policy, part("ann@b.example ", big)).payload()))
                .contains("[EMAIL]");
        assertThat(Messages.text(
                        Decider.decide(policy, part("ann@b.example ", small)).payload()))
                .contains("ann@b.example");
        assertThat(Messages.text(
                        Decider.decide(policy, part("ann@b.example ", null)).payload()))
                .contains("[EMAIL]");
    }

    @Test
    void aBlockOnWhatIsFoundStopsAPart() {
        // Given
        CompiledPolicy policy = Policies.withRules("- {name: b, block: {message: 'No.', entities: [EMAIL]}}");

        // When
        Decision decision = Decider.decide(policy, part("ann@b.example ", null));

        // Then
        assertThat(decision.outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(decision.reason()).isEqualTo("No.");
        assertThat(Messages.text(decision.recordPayload())).contains("[EMAIL]");
    }

    @Test
    void anApprovalBindsAllThatABodyHolds() {
        // Given
        CompiledPolicy policy = Policies.withRules("- {name: h, hold: {approvers: [b]}}");

        // Then
        String one = Decider.decide(policy, request(LLM, "chat/completions", "{\"_meta\":1}"))
                .digest();
        String other = Decider.decide(policy, request(LLM, "chat/completions", "{\"_meta\":2}"))
                .digest();
        assertThat(one).isNotNull().isNotEqualTo(other);
    }
}
