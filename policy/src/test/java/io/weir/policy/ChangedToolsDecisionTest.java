/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import static io.weir.policy.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.Outcome;
import io.weir.policy.tools.ChangedTools;
import org.junit.jupiter.api.Test;

/** What a policy can do about tools that are no longer what was reviewed. */
class ChangedToolsDecisionTest {

    private static final String BLOCK =
            "- {name: reviewed-only, when: mcp.tool.changed, block: {message: Not reviewed.}}";
    private static final String HOLD = "- {name: reviewed-only, when: mcp.tool.changed, hold: {approvers: [security]}}";
    private static final String LIST = "{\"tools\":[{\"name\":\"read\"},{\"name\":\"pay\"}]}";
    private static final ChangedTools PAY = "pay"::equals;

    @Test
    void aCallOfAChangedToolIsBlocked() {
        // When
        Decision changed = decide(BLOCK, Messages.call("pay", "{}").with(PAY));
        Decision other = decide(BLOCK, Messages.call("read", "{}").with(PAY));

        // Then
        assertThat(changed.outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(changed.rules()).containsExactly("reviewed-only");
        assertThat(text(changed.payload())).contains("Not reviewed.", "\"isError\":true");
        assertThat(other.outcome()).isEqualTo(Outcome.FORWARD);
    }

    @Test
    void aCallOfAChangedToolIsHeld() {
        // When
        Decision changed = decide(HOLD, Messages.call("pay", "{}").with(PAY));
        Decision again = decide(HOLD, Messages.call("pay", "{}").with(ChangedTools.NONE));

        // Then
        assertThat(changed.outcome()).isEqualTo(Outcome.HOLD);
        assertThat(changed.hold().approvers()).containsExactly("security");
        assertThat(again.outcome()).isEqualTo(Outcome.FORWARD);
    }

    @Test
    void aListDoesNotShowAChangedToolThatIsBlocked() {
        // When
        Decision decision = decide(BLOCK, Messages.result("tools/list", LIST).with(PAY));

        // Then
        assertThat(text(decision.payload()))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"tools\":[{\"name\":\"read\"}]}}");
        assertThat(decision.findings()).containsExactly(new Finding("reviewed-only", "", "/result/tools", 1));
    }

    @Test
    void aListShowsAChangedToolThatIsHeld() {
        // Given
        GovernedMessage list = Messages.result("tools/list", LIST).with(PAY);

        // When, then
        assertThat(decide(HOLD, list).payload()).isSameAs(list.payload());
    }

    @Test
    void otherListsHaveNoTools() {
        // Given
        GovernedMessage prompts = Messages.result("prompts/list", "{\"prompts\":[{\"name\":\"pay\"}]}")
                .with(ChangedTools.ALL);

        // When, then
        assertThat(decide(BLOCK, prompts).payload()).isSameAs(prompts.payload());
    }

    @Test
    void itIsAskedOnlyWhereAConditionReadsIt() {
        // Given
        ChangedTools none = tool -> {
            throw new AssertionError("nobody asked for " + tool);
        };

        // When
        Decision decision = decide(
                "- {name: other, when: 'mcp.tool.name == \"x\"', block: {}}",
                Messages.call("pay", "{}").with(none));

        // Then
        assertThat(decision.outcome()).isEqualTo(Outcome.FORWARD);
    }

    private static Decision decide(String rules, GovernedMessage message) {
        return Decider.decide(Policies.withRules(rules), message);
    }
}
