/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import static io.weir.policy.Messages.call;
import static io.weir.policy.Messages.request;
import static io.weir.policy.Messages.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.Direction;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.policy.resource.ConnectionResource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeciderTest {

    @Test
    void forwardsTheVeryBytesThatCame() {
        // Given
        GovernedMessage message = call("run_sql", "{\"query\":\"select 1\",  \"n\":1.50}");

        // When
        Decision decision = Decider.decide(Policies.starter(), message);

        // Then
        assertThat(decision.outcome()).isEqualTo(Outcome.FORWARD);
        assertThat(decision.payload()).isSameAs(message.payload());
        assertThat(decision.recordPayload()).isNull();
        assertThat(decision.context()).isNull();
        assertThat(decision.rules()).isEmpty();
        assertThat(decision.recordName()).isEqualTo("run_sql");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"7\"", "\"a\\u0022b\"", "-1.5e3", "12345678901234567890123"})
    void blocksAToolCallWithAToolErrorUnderTheSameId(String id) {
        // Given
        GovernedMessage message = withPayload(
                "tools/call",
                "{\"jsonrpc\":\"2.0\",\"params\":{\"name\":\"run_sql\",\"arguments\":"
                        + "{\"query\":\"drop table customers\"}},\"id\": " + id + ",\"method\":\"tools/call\"}");

        // When
        Decision decision = Decider.decide(Policies.starter(), message);

        // Then
        assertThat(decision.outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(text(decision.payload()))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"content\":[{\"type\":\"text\",\"text\":"
                                + "\"Blocked by policy: Only SELECT statements may be run. (rule only-select)\"}],\"isError\":true}}");
        assertThat(decision.recordPayload()).isEqualTo(message.payload());
        assertThat(decision.rules()).containsExactly("only-select");
        assertThat(decision.findings()).containsExactly(new Finding("only-select", "", "", 1));
        assertThat(decision.reason()).isEqualTo("Only SELECT statements may be run.");
    }

    @Test
    void blocksAnyOtherRequestWithAnError() {
        // Given
        CompiledPolicy policy =
                Policies.withRules("[{name: no-files, when: 'mcp.params.uri.startsWith(\"file:\")', block: {}}]");

        // When
        Decision decision = Decider.decide(policy, request("resources/read", "{\"uri\":\"file:///etc/passwd\"}"));

        // Then
        assertThat(text(decision.payload()))
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-31001,\"message\":\"Blocked by policy (rule no-files)\","
                                + "\"data\":{\"rule\":\"no-files\",\"policy\":\"test/1\"}}}");
    }

    @Test
    void blocksANotificationWithoutAnAnswer() {
        // Given
        CompiledPolicy policy = Policies.withRules("[{name: quiet, block: {}}]");
        GovernedMessage message = Messages.of(
                MessageKind.NOTIFICATION,
                Direction.CLIENT_TO_SERVER,
                "notifications/progress",
                "",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":1,\"progress\":1}}");

        // When
        Decision decision = Decider.decide(policy, message);

        // Then
        assertThat(decision.outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(decision.payload()).isNull();
        assertThat(decision.recordPayload()).isEqualTo(message.payload());
    }

    @Test
    void holdsWithTermsDigestAndWhatToForward() {
        // Given
        GovernedMessage message = call("transfer_money", "{\"amount\":5000}");

        // When
        Decision decision = Decider.decide(Policies.starter(), message);

        // Then
        assertThat(decision.outcome()).isEqualTo(Outcome.HOLD);
        assertThat(decision.payload()).isNull();
        assertThat(decision.hold())
                .isEqualTo(new HoldTerms(
                        "large-transfer",
                        List.of("approvers"),
                        1,
                        Duration.ofHours(4),
                        Duration.ofMinutes(15),
                        "Transfers above 1,000 need a second person."));
        assertThat(decision.digest()).matches("[0-9a-f]{64}");
        assertThat(decision.released().payload()).isSameAs(message.payload());
        assertThat(decision.released().outcome()).isEqualTo(Outcome.FORWARD);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"amount\":5000,\"to\":\"x\"} | {\"to\":\"x\",\"amount\":5e3} | true",
                "{\"amount\":5000} | {\"amount\":5001} | false",
                "{\"amount\":5000} | {\"amount\":\"5000\"} | false",
            })
    void bindsAnApprovalToTheCanonicalRequest(String first, String second, boolean same) {
        // When
        String one = Decider.decide(Policies.starter(), call("transfer_money", first))
                .digest();
        String other = Decider.decide(Policies.starter(), call("transfer_money", second))
                .digest();

        // Then
        assertThat(one.equals(other)).isEqualTo(same);
    }

    @Test
    void bindsAnApprovalNotToTheProgressToken() {
        // Given
        String call =
                "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"tools/call\",\"params\":{\"_meta\":{\"progressToken\":%d},"
                        + "\"name\":\"transfer_money\",\"arguments\":{\"amount\":5000}}}";

        // When
        Decision one = Decider.decide(Policies.starter(), withPayload("tools/call", call.formatted(1, 1)));
        Decision other = Decider.decide(Policies.starter(), withPayload("tools/call", call.formatted(2, 2)));

        // Then
        assertThat(one.digest()).isNotNull().isEqualTo(other.digest());
    }

    @Test
    void blocksWhatAnApprovalCannotBindExactly() {
        // When
        Decision decision = Decider.decide(Policies.starter(), call("transfer_money", "{\"amount\":9007199254740993}"));

        // Then
        assertThat(decision.outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(decision.reason()).contains("not exact");
    }

    @Test
    void blockBeatsHoldBeatsAllowAndTheFirstOfEachSpeaks() {
        // Given
        CompiledPolicy holds = Policies.withRules("""
                - {name: a, allow: {}}
                - {name: h1, hold: {approvers: [x], message: one}}
                - {name: h2, hold: {approvers: [y], message: two}}
                """);
        CompiledPolicy blocks = Policies.withRules("""
                - {name: h1, hold: {approvers: [x]}}
                - {name: b1, block: {message: one}}
                - {name: b2, block: {message: two}}
                """);

        // When
        Decision held = Decider.decide(holds, call("t", "{}"));
        Decision blocked = Decider.decide(blocks, call("t", "{}"));

        // Then
        assertThat(held.hold().rule()).isEqualTo("h1");
        assertThat(held.rules()).containsExactly("a", "h1", "h2");
        assertThat(blocked.reason()).isEqualTo("one");
        assertThat(blocked.rules()).containsExactly("h1", "b1", "b2");
    }

    @Test
    void defaultBlockLetsPassOnlyWhatARuleAllows() {
        // Given
        CompiledPolicy policy = Policies.compile("""
                policy:
                  name: strict
                  default: block
                  rules: [{name: reads, when: 'mcp.tool.name == "read"', allow: {}}]
                """);

        // Then
        assertThat(Decider.decide(policy, call("read", "{}")).outcome()).isEqualTo(Outcome.FORWARD);
        assertThat(Decider.decide(policy, call("write", "{}")).outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(Decider.decide(policy, Messages.result("tools/call", "{}")).outcome())
                .isEqualTo(Outcome.FORWARD);
    }

    @Test
    void appliesARuleOnlyToItsConnections() {
        // Given
        CompiledPolicy policy = Policies.withRules("[{name: other, connections: [crm], block: {}}]");

        // Then
        assertThat(Decider.decide(policy, call("t", "{}")).outcome()).isEqualTo(Outcome.FORWARD);
    }

    @Test
    void blocksWhereAConditionFailsNamingTheRule() {
        // When
        Decision decision = Decider.decide(Policies.starter(), call("run_sql", "{\"sql\":\"secret\"}"));

        // Then
        assertThat(decision.outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(text(decision.payload())).contains("rule only-select").doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "tools/unheard_of, REQUEST, CLIENT_TO_SERVER",
        "notifications/tools/list_changed, NOTIFICATION, CLIENT_TO_SERVER",
        "tools/call, REQUEST, SERVER_TO_CLIENT",
        "tools/call, NOTIFICATION, CLIENT_TO_SERVER",
    })
    void blocksMethodsThatMcpDoesNotHaveThere(String method, MessageKind kind, Direction direction) {
        // Given
        String id = kind == MessageKind.REQUEST ? "\"id\":1," : "";
        byte[] json = ("{\"jsonrpc\":\"2.0\"," + id + "\"method\":\"" + method + "\"}").getBytes(UTF_8);
        ConnectionResource open = Policies.connection(Policies.CUSTOMERS + "  unknownMethods: allow\n");

        // When
        Decision blocked = Decider.decide(
                Policies.starter(), Messages.of(kind, direction, Policies.customers(), method, "", json, null));
        Decision allowed =
                Decider.decide(Policies.starter(), Messages.of(kind, direction, open, method, "", json, null));

        // Then
        assertThat(blocked.outcome()).isEqualTo(Outcome.BLOCK);
        if (kind == MessageKind.REQUEST) {
            assertThat(text(blocked.payload())).contains("\"id\":1", "\"code\":-32601");
        }
        assertThat(allowed.outcome()).isEqualTo(Outcome.FORWARD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{\"id\":7,\"method\":\"tools/call\"} {}",
                "{\"id\":7,\"method\":\"tools/call\",\"params\":[]}",
                "{\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"name\":\"b\"}}",
                "{\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"a\"},\"Params\":{\"name\":\"b\"}}",
                "{\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"Arguments\":{}}}",
                "{\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":[\"a\"]}}",
                "{\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"arguments\":[]}}",
                "{\"id\":7,\"method\":\"tools/list\"}",
                "{\"method\":\"tools/call\"}",
                "{\"id\":{},\"method\":\"tools/call\"}",
                "{\"id\":7,\"method\":\"tools/call\",\"result\":{}}",
                "{\"id\":7,\"result\":{}}",
            })
    void blocksWhatIsNotTheAnnouncedMessage(String json) {
        // When
        Decision decision = Decider.decide(Policies.starter(), withPayload("tools/call", json));

        // Then
        assertThat(decision.outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(decision.recordPayload()).isNull();
        assertThat(text(decision.payload())).contains("Blocked by policy");
    }

    @Test
    void anUnreadableResponseIsAnErrorForItsId() {
        // When
        Decision decision = Decider.decide(
                Policies.starter(),
                Messages.of(
                        MessageKind.RESPONSE,
                        Direction.SERVER_TO_CLIENT,
                        "tools/call",
                        "t",
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"a\":1,\"a\":2}}"));

        // Then
        assertThat(text(decision.payload())).startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-31001");
    }

    @Test
    void neverThrows() {
        // Given
        GovernedMessage broken = Messages.of(
                MessageKind.FACT,
                Direction.CLIENT_TO_SERVER,
                "",
                "",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}");
        GovernedMessage deep = call("t", "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}");

        // Then
        assertThat(Decider.decide(Policies.starter(), broken).outcome()).isEqualTo(Outcome.BLOCK);
        assertThat(Decider.decide(Policies.starter(), deep).outcome()).isEqualTo(Outcome.BLOCK);
    }

    private static GovernedMessage withPayload(String method, String json) {
        return Messages.of(MessageKind.REQUEST, Direction.CLIENT_TO_SERVER, method, "", json);
    }
}
