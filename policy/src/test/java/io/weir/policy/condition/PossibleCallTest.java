/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.policy.Messages;
import io.weir.policy.Policies;
import io.weir.policy.tools.ChangedTools;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be said about a call of which only the name is known. */
class PossibleCallTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "mcp.tool.name == 'drop' ; true",
                "mcp.tool.name != 'drop' ; false",
                "mcp.params.name == 'drop' ; true",
                "mcp.tool.name == 'drop' && 'analysts' in principal.groups ; true",
                "mcp.tool.name == 'drop' || mcp.tool.arguments.x == 1 ; true",
                "mcp.tool.arguments.x == 1 || mcp.tool.name == 'drop' ; true",
                "mcp.tool.arguments.x == 1 && mcp.tool.name == 'read' ; false",
                "mcp.tool.name == 'drop' && mcp.tool.arguments.x == 1 ; unknown",
                "mcp.tool.name == 'drop' && has(mcp.tool.arguments.x) ; unknown",
                "mcp.tool.name == 'drop' && !has(mcp.tool.arguments.x) ; unknown",
                "has(mcp.params.arguments) ; unknown",
                "!has(mcp.params._meta) ; unknown",
                "has(mcp.params.name) ; true",
                "'x' in mcp.tool.arguments ; unknown",
                "!('x' in mcp.params) ; unknown",
                "size(mcp.tool.arguments) == 0 ; unknown",
                "size(mcp.params) == 0 ; unknown",
                "mcp.tool.arguments == {} ; unknown",
                "{} == mcp.tool.arguments ; unknown",
                "mcp.params == {'name': 'drop'} ; unknown",
                "mcp.tool.arguments.exists(k, k == 'x') ; unknown",
                "mcp.tool.arguments.all(k, k == 'x') ; unknown",
                "mcp.params.all(k, k != 'x') ; unknown",
                "!mcp.tool.arguments.exists(k, mcp.tool.arguments[k] == 1) ; unknown",
                "mcp.tool.arguments.x == 1 ? true : false ; unknown",
                "mcp.tool.name == 'drop' ? true : mcp.tool.arguments.x == 1 ; true",
                "[mcp.tool.arguments].size() == 1 ; unknown",
                "dyn(mcp.params) == null ; unknown",
            })
    void holdsOnlyWhereItHoldsForEverySuchCall(String condition, String expected) throws Exception {
        // Given
        Facts facts = Facts.ofPossibleCall(
                Messages.ALICE, Policies.customers(), "tools/call", "name", "drop", "drop", ChangedTools.NONE);
        String actual;

        // When
        try {
            actual = Boolean.toString(Condition.compile(condition).holds(facts));
        } catch (ConditionFailedException e) {
            actual = "unknown";
        } catch (InvalidConditionException e) {
            actual = "no condition";
        }

        // Then
        assertThat(actual).isEqualTo(expected);
    }
}
