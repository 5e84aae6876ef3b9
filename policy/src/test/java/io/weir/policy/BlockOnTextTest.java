/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import static io.weir.policy.Messages.call;
import static io.weir.policy.Messages.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.Direction;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that block on what is found in a message. */
class BlockOnTextTest {

    private static final String CARDS = "block: {message: 'No cards.', entities: [CREDIT_CARD]}";
    private static final String CARD = "4111 1111 1111 1111";

    @Test
    void blocksBothWaysUnlessItSaysWhich() {
        // Given
        CompiledPolicy both = Policies.withRules("- {name: cards, " + CARDS + "}");
        CompiledPolicy requests =
                Policies.withRules("- {name: cards, block: {entities: [CREDIT_CARD], in: [requests]}}");
        CompiledPolicy responses =
                Policies.withRules("- {name: cards, block: {entities: [CREDIT_CARD], in: [responses]}}");
        GovernedMessage call = call("pay", "{\"card\":\"" + CARD + "\"}");
        GovernedMessage result = Messages.result("tools/call", "{\"structuredContent\":{\"" + CARD + "\":1}}");

        // Then
        assertThat(Decider.decide(both, call).outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(Decider.decide(both, result).outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(Decider.decide(requests, call).outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(Decider.decide(requests, result).payload()).isSameAs(result.payload());
        assertThat(Decider.decide(responses, call).payload()).isSameAs(call.payload());
        assertThat(Decider.decide(responses, result).outcome()).isEqualTo(Outcome.BLOCK);
    }

    @Test
    void tellsTheRuleAndThePlacesAndNeverTheText() {
        // Given
        CompiledPolicy policy = Policies.withRules("- {name: cards, " + CARDS + "}");

        // When
        Decision decision =
                Decider.decide(policy, call("pay", "{\"card\":\"" + CARD + "\",\"again\":[\"" + CARD + "\"]}"));

        // Then
        assertThat(decision.reason()).isEqualTo("No cards.");
        assertThat(decision.findings())
                .containsExactly(
                        new Finding("cards", "CREDIT_CARD", "/params/arguments/card", 1),
                        new Finding("cards", "CREDIT_CARD", "/params/arguments/again/0", 1));
        assertThat(text(decision.payload())).contains("Blocked by policy: No cards. (rule cards)");
        assertThat(text(decision.recordPayload())).contains("\"card\":\"[CREDIT_CARD]\"");
        assertThat(text(decision.payload()) + text(decision.recordPayload())).doesNotContain("4111");
    }

    @Test
    void theRecordIsMaskedEvenWhereItDoesNotBlock() {
        // Given
        CompiledPolicy policy =
                Policies.withRules("- {name: cards, block: {entities: [CREDIT_CARD], in: [responses]}}");

        // When
        Decision decision = Decider.decide(policy, call("pay", "{\"card\":\"" + CARD + "\"}"));

        // Then
        assertThat(decision.outcome()).isEqualTo(Outcome.FORWARD);
        assertThat(text(decision.payload())).contains(CARD);
        assertThat(text(decision.recordPayload())).contains("[CREDIT_CARD]");
        assertThat(decision.rules()).isEmpty();
    }

    @Test
    void answersWhoeverWaits() {
        // Given
        CompiledPolicy policy = Policies.withRules("- {name: cards, " + CARDS + "}");
        String error = "\"error\":{\"code\":-31001,\"message\":\"Blocked by policy: No cards. (rule cards)\"";
        GovernedMessage ask = message(
                MessageKind.REQUEST,
                Direction.SERVER_TO_CLIENT,
                "elicitation/create",
                "{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"method\":\"elicitation/create\",\"params\":{\"message\":\"" + CARD
                        + "\"}}");
        GovernedMessage answer = message(
                MessageKind.RESPONSE,
                Direction.CLIENT_TO_SERVER,
                "elicitation/create",
                "{\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"result\":{\"action\":\"accept\",\"content\":{\"c\":\"" + CARD
                        + "\"}}}");
        GovernedMessage log = message(
                MessageKind.NOTIFICATION,
                Direction.SERVER_TO_CLIENT,
                "notifications/message",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"" + CARD + "\"}}");

        // Then
        assertThat(text(Decider.decide(policy, ask).payload()))
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":\"s1\"," + error);
        assertThat(text(Decider.decide(policy, answer).payload()))
                .startsWith("{\"jsonrpc\":\"2.0\",\"id\":\"s1\"," + error);
        assertThat(Decider.decide(policy, log).payload()).isNull();
        assertThat(Decider.decide(policy, log).outcome()).isEqualTo(Outcome.BLOCK);
    }

    @Test
    void aResultInTheModernEraSaysThatItIsComplete() {
        // Given
        CompiledPolicy policy = Policies.withRules("- {name: cards, " + CARDS + "}");
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"_meta\":"
                + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"},\"name\":\"pay\",\"arguments\":{\"c\":\""
                + CARD
                + "\",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"x\"}}}}";
        String legacy = call.replaceFirst("\"_meta\":\\{[^}]*\\},", "");

        // Then
        assertThat(text(Decider.decide(
                                policy, message(MessageKind.REQUEST, Direction.CLIENT_TO_SERVER, "tools/call", call))
                        .payload()))
                .contains("\"result\":{\"resultType\":\"complete\",\"content\":[");
        assertThat(text(Decider.decide(
                                policy, message(MessageKind.REQUEST, Direction.CLIENT_TO_SERVER, "tools/call", legacy))
                        .payload()))
                .contains("\"result\":{\"content\":[");
    }

    @Test
    void itsConditionIsAskedOnTheResponseThroughTheContext() {
        // Given
        CompiledPolicy policy = Policies.withRules(
                "- {name: cards, when: 'mcp.tool.name == \"read\" && mcp.tool.arguments.id == 7', " + CARDS + "}");
        byte[] seven = Decider.decide(policy, call("read", "{\"id\":7}")).context();
        byte[] eight = Decider.decide(policy, call("read", "{\"id\":8}")).context();

        // Then
        assertThat(respond(policy, seven).outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(respond(policy, eight).outcome()).isEqualTo(Outcome.FORWARD);
        assertThat(respond(policy, null).outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(respond(policy, "{\"arguments\":{}}".getBytes(UTF_8)).outcome())
                .isEqualTo(Outcome.BLOCK);
    }

    @Test
    void beatsAHoldAndWhereNothingIsFoundAMessagePasses() {
        // Given
        CompiledPolicy policy = Policies.withRules(
                "- {name: held, when: 'mcp.tool.name == \"pay\"', hold: {approvers: [a]}}\n- {name: cards, " + CARDS
                        + "}");

        // Then
        assertThat(Decider.decide(policy, call("pay", "{\"card\":\"" + CARD + "\"}"))
                        .outcome())
                .isEqualTo(Outcome.BLOCK);
        assertThat(Decider.decide(policy, call("pay", "{\"card\":\"none\"}")).outcome())
                .isEqualTo(Outcome.HOLD);
        assertThat(Decider.decide(policy, call("read", "{\"card\":\"4111 1111 1111 1112\"}"))
                        .outcome())
                .isEqualTo(Outcome.FORWARD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "mcp.tool.name == \"read\"; true",
                "mcp.tool.name == \"read\" && mcp.tool.arguments.id == 7; true",
                "mcp.method == \"tools/call\"; true",
                "mcp.method == \"tasks/get\"; true",
                "mcp.method == \"tools/call\" && \"analysts\" in principal.groups; true",
                "mcp.tool.name == \"read\" && \"admins\" in principal.groups; false",
                "mcp.method == \"prompts/get\"; false",
            })
    void aRuleAboutToolsIsAboutWhatTheirTasksEndWith(String when, boolean masks) {
        // Given
        CompiledPolicy policy = Policies.withRules("- {name: pii, when: '" + when + "', mask: {entities: [EMAIL]}}");
        String result = "{\"taskId\":\"t\",\"result\":{\"content\":[{\"type\":\"text\",\"text\":\"a@b.co\"}]}}";
        byte[] context = "{\"taskId\":\"t\"}".getBytes(UTF_8);
        GovernedMessage polled = Messages.result("tasks/get", result);

        // When
        Decision decision = Decider.decide(
                policy,
                Messages.of(
                        polled.kind(),
                        polled.direction(),
                        polled.connection(),
                        polled.method(),
                        "",
                        polled.payload(),
                        context));

        // Then
        assertThat(text(decision.payload()).contains("[EMAIL]")).isEqualTo(masks);
        assertThat(decision.outcome()).isEqualTo(Outcome.FORWARD);
    }

    @Test
    void theUriThatWasAskedForIsMaskedInItsResultAndAnyOtherBlocksIt() {
        // Given
        CompiledPolicy policy = Policies.withRules("- {name: pii, mask: {entities: [EMAIL]}}");
        String own = "{\"contents\":[{\"uri\":\"crm://ann@example.org\",\"text\":\"of ann@example.org\"}]}";

        // When
        Decision asked = Decider.decide(policy, Messages.result("resources/read", "crm://ann@example.org", own));
        Decision other = Decider.decide(policy, Messages.result("resources/read", "crm://all", own));

        // Then
        assertThat(text(asked.payload())).contains("{\"uri\":\"crm://[EMAIL]\",\"text\":\"of [EMAIL]\"}");
        assertThat(other.outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(text(other.payload()) + text(other.recordPayload())).doesNotContain("ann@");
    }

    @Test
    void aCustomPatternBreaksNoWordOfTheProtocol() {
        // Given
        CompiledPolicy policy = Policies.withRules("- {name: all, mask: {patterns: [{entity: X, regex: '(?s).+'}]}}");
        String result = "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"a\",\"annotations\":"
                + "{\"audience\":[\"user\"],\"priority\":0.5,\"lastModified\":\"2025-01-12T15:00:58Z\"}},"
                + "{\"type\":\"secret\",\"mimeType\":\"text/plain;charset=utf-8\",\"data\":\"a\"},{\"mimeType\":\"x/4111111111111111\"}],"
                + "\"isError\":false,\"_meta\":{\"traceparent\":\"00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01\"}}";

        // When
        Decision decision = Decider.decide(policy, Messages.result("tools/call", result));

        // Then
        assertThat(text(decision.payload()))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":"
                        + result.replace("\"a\"", "\"[X]\"")
                                .replace("\"secret\"", "\"[X]\"")
                                .replace("x/4111111111111111", "[X]")
                        + "}");
    }

    private static GovernedMessage message(MessageKind kind, Direction direction, String method, String json) {
        return Messages.of(kind, direction, method, "", json);
    }

    private static Decision respond(CompiledPolicy policy, byte[] context) {
        GovernedMessage result =
                Messages.result("tools/call", "read", "{\"content\":[{\"type\":\"text\",\"text\":\"" + CARD + "\"}]}");
        return Decider.decide(
                policy,
                Messages.of(
                        result.kind(),
                        result.direction(),
                        result.connection(),
                        result.method(),
                        "read",
                        result.payload(),
                        context));
    }
}
