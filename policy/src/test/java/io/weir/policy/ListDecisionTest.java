/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import static io.weir.policy.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A list shows what its caller may use, and says that it is only for this caller. */
class ListDecisionTest {

    private static final String PREFIX = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":";
    private static final String THREE =
            "{\"tools\" : [ {\"name\":\"read\", \"x\":[{}]} , {\"inputSchema\":{},\"name\":\"dr\\u006fp\"},\n {\"name\":\"write\"} ], \"nextCursor\":\"c\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "mcp.tool.name == \"drop\" | [ {\"name\":\"read\", \"x\":[{}]},~ {\"name\":\"write\"} ]",
                "mcp.tool.name == \"read\" | [ {\"inputSchema\":{},\"name\":\"dr\\u006fp\"},~ {\"name\":\"write\"} ]",
                "mcp.tool.name == \"write\" | [ {\"name\":\"read\", \"x\":[{}]} , {\"inputSchema\":{},\"name\":\"dr\\u006fp\"} ]",
                "mcp.tool.name != \"write\" | [ {\"name\":\"write\"} ]",
                "mcp.tool.name != \"read\" | [ {\"name\":\"read\", \"x\":[{}]} ]",
                "mcp.params.name in [\"read\", \"drop\", \"write\"] | [  ]",
                "mcp.method == \"tools/call\" && \"analysts\" in principal.groups | [  ]",
            })
    void hidesWhatTheCallerMayNotUseAndLeavesEveryOtherByte(String when, String left) {
        // Given
        CompiledPolicy policy = Policies.withRules("- {name: shut, when: '" + when + "', block: {}}");

        // When
        Decision decision = Decider.decide(policy, Messages.result("tools/list", THREE));

        // Then
        assertThat(text(decision.payload()))
                .isEqualTo(PREFIX + "{\"tools\" : " + left.replace('~', '\n') + ", \"nextCursor\":\"c\"}}");
        assertThat(decision.outcome()).isEqualTo(Outcome.FORWARD);
        assertThat(decision.rules()).containsExactly("shut");
        assertThat(decision.findings()).hasSize(1).first().satisfies(finding -> {
            assertThat(finding.pointer()).isEqualTo("/result/tools");
            assertThat(finding.entity()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mcp.tool.name == \"drop\" && mcp.tool.arguments.force",
                "mcp.tool.name == \"drop\" && !has(mcp.tool.arguments.reason)",
                "mcp.params.arguments.x == 1",
                "has(mcp.params.arguments)",
                "\"admins\" in principal.groups",
                "mcp.method == \"prompts/get\"",
                "mcp.method == \"tools/list\"",
                "mcp.direction == \"SERVER_TO_CLIENT\"",
                "connection.name == \"other\"",
            })
    void hidesNothingForARuleThatMayNotBlockACall(String when) {
        // Given
        CompiledPolicy policy = Policies.withRules("- {name: shut, when: '" + when + "', block: {}}");
        GovernedMessage message = Messages.result("tools/list", THREE);

        // When
        Decision decision = Decider.decide(policy, message);

        // Then
        assertThat(decision.payload()).isSameAs(message.payload());
        assertThat(decision.findings()).isEmpty();
    }

    @Test
    void hidesWhatNoRuleCouldAllow() {
        // Given
        CompiledPolicy policy = Policies.compile("""
                policy:
                  name: strict
                  default: block
                  rules:
                    - {name: lists, when: 'mcp.method == "tools/list"', allow: {}}
                    - {name: reads, when: 'mcp.tool.name == "read"', allow: {}}
                    - {name: writes, when: 'mcp.tool.name == "write" && mcp.tool.arguments.amount < 10', allow: {}}
                    - {name: held, when: 'mcp.tool.name == "transfer"', hold: {approvers: [a]}}
                """);
        String tools =
                "{\"tools\":[{\"name\":\"read\"},{\"name\":\"drop\"},{\"name\":\"write\"},{\"name\":\"transfer\"}]}";

        // When
        Decision decision = Decider.decide(policy, Messages.result("tools/list", tools));

        // Then
        assertThat(text(decision.payload())).isEqualTo(PREFIX + tools.replace("{\"name\":\"drop\"},", "") + "}");
        assertThat(decision.rules()).isEmpty();
        assertThat(decision.findings()).containsExactly(new Finding("", "", "/result/tools", 1));
    }

    @Test
    void hidesWhatABlockTakesFromWhatIsAllowedAndKeepsWhatIsHeld() {
        // Given
        CompiledPolicy policy = Policies.withRules("""
                - {name: all, allow: {}}
                - {name: held, when: 'mcp.tool.name == "read"', hold: {approvers: [a]}}
                - {name: first, when: 'mcp.tool.name == "drop"', block: {}}
                - {name: second, when: 'mcp.tool.name != "read"', block: {}}
                """);

        // When
        Decision decision = Decider.decide(policy, Messages.result("tools/list", THREE));

        // Then
        assertThat(text(decision.payload())).contains("\"read\"").doesNotContain("write", "inputSchema");
        assertThat(decision.rules()).containsExactly("first", "second");
        assertThat(decision.findings())
                .containsExactly(
                        new Finding("first", "", "/result/tools", 1), new Finding("second", "", "/result/tools", 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "prompts/list | mcp.params.name == \"b\" | {\"prompts\":[{\"name\":\"a\"},{\"name\":\"b\"}]}",
                "prompts/list | mcp.method == \"prompts/get\" && mcp.params.name != \"a\" | {\"prompts\":[{\"name\":\"a\"},{\"name\":\"b\"}]}",
                "resources/list | mcp.params.uri.startsWith(\"file:\") | {\"resources\":[{\"uri\":\"crm://a\",\"name\":\"file:\"},{\"name\":\"b\",\"uri\":\"file:///b\"}]}",
            })
    void hidesPromptsAndResourcesByWhatACallWouldName(String method, String when, String result) {
        // Given
        CompiledPolicy policy = Policies.withRules("- {name: shut, when: '" + when + "', block: {}}");

        // When
        Decision decision = Decider.decide(policy, Messages.result(method, result));

        // Then
        assertThat(text(decision.payload()))
                .isEqualTo(PREFIX + result.replaceFirst(",\\{\"name\":\"b\".*?\\}\\]", "]") + "}");
    }

    @Test
    void hidesTemplatesOnlyWithEveryResource() {
        // Given
        String result = "{\"resourceTemplates\":[{\"uriTemplate\":\"file:///{a}\",\"name\":\"n\"}]}";
        CompiledPolicy some =
                Policies.withRules("- {name: shut, when: 'mcp.params.uri.startsWith(\"file:\")', block: {}}");
        CompiledPolicy every =
                Policies.withRules("- {name: shut, when: 'mcp.method == \"resources/read\"', block: {}}");

        // Then
        assertThat(text(Decider.decide(some, Messages.result("resources/templates/list", result))
                        .payload()))
                .contains("file:///{a}");
        assertThat(text(Decider.decide(every, Messages.result("resources/templates/list", result))
                        .payload()))
                .isEqualTo(PREFIX + "{\"resourceTemplates\":[]}}");
    }

    @Test
    void hidesAToolWhoseNameEveryCallIsBlockedFor() {
        // Given
        CompiledPolicy blocks = Policies.withRules(
                "- {name: shut, block: {patterns: [{entity: TABLE, regex: 'secret_[a-z]+'}], in: [requests]}}");
        CompiledPolicy masks = Policies.withRules(
                "- {name: shut, mask: {patterns: [{entity: TABLE, regex: 'secret_[a-z]+'}], in: [requests]}}");
        GovernedMessage list =
                Messages.result("tools/list", "{\"tools\":[{\"name\":\"read_secret_table\"},{\"name\":\"ok\"}]}");

        // Then
        for (CompiledPolicy policy : new CompiledPolicy[] {blocks, masks}) {
            Decision decision = Decider.decide(policy, list);
            assertThat(text(decision.payload())).isEqualTo(PREFIX + "{\"tools\":[{\"name\":\"ok\"}]}}");
            assertThat(text(decision.recordPayload()) + decision.findings()).doesNotContain("secret_table");
        }
    }

    @Test
    void masksAndHidesTogether() {
        // Given
        CompiledPolicy policy = Policies.withRules("""
                - {name: pii, mask: {entities: [EMAIL]}}
                - {name: shut, when: 'mcp.tool.name == "drop"', block: {}}
                """);
        String tools = "{\"tools\":[{\"name\":\"a@b.co\"},{\"name\":\"read\",\"description\":\"ask c@d.ee\"},"
                + "{\"description\":\"ask e@f.gg\",\"name\":\"drop\"}],\"cacheScope\":\"public\"}";

        // When
        Decision decision = Decider.decide(policy, Messages.result("tools/list", tools));

        // Then
        assertThat(text(decision.payload()))
                .isEqualTo(
                        PREFIX
                                + "{\"tools\":[{\"name\":\"read\",\"description\":\"ask [EMAIL]\"}],\"cacheScope\":\"private\"}}");
        assertThat(decision.recordPayload()).isNull();
        assertThat(decision.rules()).containsExactly("pii", "shut");
        assertThat(decision.findings())
                .containsExactly(
                        new Finding("pii", "EMAIL", "/result/tools/0/name", 1),
                        new Finding("pii", "EMAIL", "/result/tools/1/description", 1),
                        new Finding("pii", "EMAIL", "/result/tools/2/description", 1),
                        new Finding("pii", "", "/result/tools", 1),
                        new Finding("shut", "", "/result/tools", 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tools\":[1,\"drop\",null,[{\"name\":\"drop\"}],{\"name\":[\"drop\"]},{\"title\":\"drop\"}]}",
                "{\"tools\":{\"name\":\"drop\"}}",
                "{\"tools\":\"drop\"}",
                "{\"prompts\":[{\"name\":\"drop\"}]}",
                "{\"tools\":[]}",
                "{\"x\":{\"tools\":[{\"name\":\"drop\"}]}}",
                "[{\"name\":\"drop\"}]",
                "{\"x\":[{\"name\":\"drop\"}],\"tools\":[{\"name\":\"read\"}]}",
            })
    void passesAListThatIsNoneAsItCame(String result) {
        // Given
        CompiledPolicy policy = Policies.withRules("- {name: shut, when: 'mcp.tool.name == \"drop\"', block: {}}");
        GovernedMessage message = Messages.result("tools/list", result);

        // Then
        assertThat(Decider.decide(policy, message).payload()).isSameAs(message.payload());
    }

    @Test
    @Timeout(10)
    void blocksAListThatTakesTooLongToAskAbout() {
        // Given
        CompiledPolicy policy = Policies.withRules("""
                - {name: a, when: 'mcp.tool.name == "a"', block: {}}
                - {name: b, when: 'mcp.tool.arguments.b == 1', block: {}}
                """);
        String many = "{\"tools\":[" + "{\"name\":\"t\"},".repeat(100_000) + "{\"name\":\"t\"}]}";

        // When
        Decision decision = Decider.decide(policy, Messages.result("tools/list", many));

        // Then
        assertThat(decision.outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(decision.reason()).contains("more items");
    }

    @Test
    void blocksABrokenNameThatIsInNoList() {
        // Given
        CompiledPolicy policy = Policies.withRules("- {name: pii, mask: {entities: [EMAIL]}}");

        // When
        Decision decision =
                Decider.decide(policy, Messages.result("tools/list", "{\"tools\":{\"name\":\"ann@example.org\"}}"));

        // Then
        assertThat(decision.outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(text(decision.payload()) + text(decision.recordPayload())).doesNotContain("ann@");
    }

    @ParameterizedTest
    @CsvSource({
        "tools/list",
        "prompts/list",
        "resources/list",
        "resources/templates/list",
        "resources/read",
        "server/discover"
    })
    void aPublicCacheScopeBecomesPrivateWhereAPolicyShapesResults(String method) {
        // Given
        String result = "{\"ttlMs\":1, \"cacheScope\" : \"\\u0070ublic\", \"x\":{\"cacheScope\":\"public\"}}";
        GovernedMessage message = Messages.result(method, result);

        // When
        Decision decision = Decider.decide(Policies.withRules("- {name: pii, mask: {entities: [EMAIL]}}"), message);

        // Then
        assertThat(text(decision.payload()))
                .isEqualTo(PREFIX + result.replace("\"\\u0070ublic\"", "\"private\"") + "}");
        assertThat(decision.findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "private | - {name: a, mask: {entities: [EMAIL], in: [requests]}}",
                "private | - {name: a, when: 'mcp.tool.name == \"x\"', block: {}}",
                "private | - {name: a, when: '\"admins\" in principal.groups', allow: {}}",
                "private | - {name: a, when: 'principal.name == \"bob\"', hold: {approvers: [x]}}",
                "public | - {name: a, when: 'mcp.tool.name == \"x\"', hold: {approvers: [x]}}",
                "public | - {name: a, allow: {}}",
                "public | - {name: a, connections: [other], mask: {entities: [EMAIL]}}",
            })
    void itStaysPublicWhereEveryCallerGetsTheSame(String scope, String rules) {
        // When
        Decision decision = Decider.decide(
                Policies.withRules(rules), Messages.result("tools/list", "{\"tools\":[],\"cacheScope\":\"public\"}"));

        // Then
        assertThat(text(decision.payload())).contains("\"cacheScope\":\"" + scope + "\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tools/list | {\"tools\":[]}",
                "tools/list | {\"cacheScope\":\"private\"}",
                "tools/list | {\"cacheScope\":[\"public\"]}",
                "tools/call | {\"cacheScope\":\"public\"}",
            })
    void nothingElseBecomesPrivate(String method, String result) {
        // Given
        GovernedMessage message = Messages.result(method, result);

        // Then
        assertThat(Decider.decide(Policies.starter(), message).payload()).isSameAs(message.payload());
    }
}
