/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.events.Direction;
import io.weir.policy.Messages;
import io.weir.policy.Policies;
import io.weir.policy.message.MalformedMessageException;
import io.weir.policy.message.MessageReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

    private static final String PARAMS = """
            {"name":"transfer","arguments":{"amount":2000,"price":3.0,"text":"1500.5","big":123456789012345678901234567890,
             "list":[1,2,{"k":null}],"flag":true,"nested":{"a":{"b":"c"}}}}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mcp.tool.name == 'transfer'",
                "mcp.tool.arguments.amount > 1000",
                "mcp.tool.arguments.amount > 1000.0",
                "mcp.tool.arguments.price == 3",
                "double(mcp.tool.arguments.text) > 1000.0",
                "mcp.tool.arguments.big > 1e29",
                "mcp.tool.arguments.list.size() == 3 && mcp.tool.arguments.list[2].k == null",
                "mcp.tool.arguments.flag",
                "mcp.tool.arguments.nested.a.b == 'c'",
                "!has(mcp.tool.arguments.other)",
                "mcp.params.name == 'transfer'",
                "mcp.method == 'tools/call' && mcp.direction == 'CLIENT_TO_SERVER'",
                "'analysts' in principal.groups && principal.name == 'alice'",
                "principal.subject == 'alice-1' && principal.clientId == 'cli' && principal.issuer.startsWith('https:')",
                "connection.name == 'customers' && connection.kind == 'mcp'",
                "mcp.tool.name.upperAscii() == 'TRANSFER'",
            })
    void asksAboutTheMessage(String expression) throws Exception {
        // When
        boolean holds = Condition.compile(expression).holds(facts("tools/call", "transfer"));

        // Then
        assertThat(holds).isTrue();
    }

    @Test
    void isFalseWhereAnotherMethodHasNoTool() throws Exception {
        // Given
        Condition condition = Condition.compile("mcp.tool.name == 'transfer' && mcp.tool.arguments.amount > 1000");

        // When
        boolean holds = condition.holds(facts("resources/read", ""));

        // Then
        assertThat(holds).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mcp.tool.arguments.missing == 1",
                "double(mcp.tool.name) > 1.0",
                "mcp.tool.arguments.amount.matches('x')",
                "mcp.tool.arguments.flag > 3",
                "mcp.params.name",
                "[0,1,2,3,4,5,6,7,8,9].all(a, [0,1,2,3,4,5,6,7,8,9].all(b, [0,1,2,3,4,5,6,7,8,9].all(c, "
                        + "[0,1,2,3,4,5,6,7,8,9].all(d, [0,1,2,3,4,5,6,7,8,9].all(e, a+b+c+d+e >= 0)))))",
            })
    void failsWithoutQuotingTheMessage(String expression) throws Exception {
        // Given
        Condition condition = Condition.compile(expression);

        // Then
        assertThatThrownBy(() -> condition.holds(facts("tools/call", "transfer")))
                .isInstanceOf(ConditionFailedException.class)
                .hasMessageNotContainingAny("transfer", "missing", "2000")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mcp.tool.nmae == 'x'",
                "principal == 'x'",
                "mcp.tool.name == 3",
                "mcp.tool.name",
                "1 +",
                "",
                "mcp.tool.name.matches('(')",
                "request.path == '/'",
            })
    void refusesWhatDoesNotCompile(String expression) {
        assertThatThrownBy(() -> Condition.compile(expression))
                .isInstanceOfSatisfying(
                        InvalidConditionException.class,
                        e -> assertThat(e.issues()).isNotEmpty());
    }

    @Test
    void knowsWhetherItReadsTheParams() throws Exception {
        assertThat(Condition.compile("mcp.tool.arguments.a == 1").readsParams()).isTrue();
        assertThat(Condition.compile("has(mcp.params.a)").readsParams()).isTrue();
        assertThat(Condition.compile("mcp.tool.name == 'a'").readsParams()).isFalse();
    }

    @Test
    void knowsWhetherTheToolHasChanged() throws Exception {
        Condition changed = Condition.compile("mcp.tool.changed");

        assertThat(changed.holds(facts("tools/call", "changed"))).isTrue();
        assertThat(changed.holds(facts("tools/call", "other"))).isFalse();
        assertThat(changed.holds(facts("tools/list", ""))).isFalse();
        assertThatThrownBy(() -> changed.holds(facts("x", null))).isInstanceOf(ConditionFailedException.class);
    }

    private static Facts facts(String method, String tool) throws MalformedMessageException {
        return new Facts(
                Messages.ALICE,
                Policies.customers(),
                Direction.CLIENT_TO_SERVER,
                method,
                tool,
                "changed"::equals,
                MessageReader.readParams(PARAMS.getBytes(StandardCharsets.UTF_8)));
    }
}
