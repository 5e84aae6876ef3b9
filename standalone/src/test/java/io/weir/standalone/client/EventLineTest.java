/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.weir.service.http.Json;
import org.junit.jupiter.api.Test;

class EventLineTest {

    @Test
    void saysWhoCalledWhatAndWhichRuleBlockedIt() throws Exception {
        String line = line("""
                {"sequence": 8, "receivedAt": "2026-01-31T12:00:00Z", "kind": "REQUEST", "direction": "CLIENT_TO_SERVER",
                 "outcome": "BLOCK", "principal": {"subject": "s", "name": "alice"}, "method": "tools/call",
                 "name": "run_sql", "rules": ["only-select"], "reason": "Only SELECT."}
                """);
        assertThat(line)
                .startsWith("   8  ")
                .contains("alice    → tools/call run_sql")
                .endsWith("BLOCKED by only-select: Only SELECT.");
    }

    @Test
    void countsWhatWasMasked() throws Exception {
        String line = line("""
                {"sequence": 7, "receivedAt": "2026-01-31T12:00:00Z", "kind": "RESPONSE", "direction": "SERVER_TO_CLIENT",
                 "outcome": "FORWARD", "principal": {"name": "alice"}, "method": "tools/call", "name": "read",
                 "findings": [{"entity": "EMAIL", "count": 2}, {"entity": "EMAIL", "count": 1}, {"entity": "IBAN", "count": 1}]}
                """);
        assertThat(line).contains("← answer to tools/call read").endsWith("masked EMAIL 3, IBAN 1");
    }

    @Test
    void tellsHoldsVotesAndFacts() throws Exception {
        assertThat(line(event("REQUEST", "HOLD", "\"approval\": {\"approvalId\": \"apr_x\"}")))
                .endsWith("HELD as apr_x");
        assertThat(
                        line(
                                event(
                                        "APPROVAL_COMMAND",
                                        "FORWARD",
                                        "\"approval\": {\"approvalId\": \"apr_x\"}, \"vote\": {\"approve\": true, \"reason\": \"fine\"}")))
                .contains("decides on apr_x")
                .endsWith("approved: fine");
        assertThat(line(event("FACT", "FORWARD", "\"fact\": {\"type\": \"SESSION_CLOSED\"}")))
                .endsWith("session closed");
        assertThat(line(event(
                        "FACT",
                        "FORWARD",
                        "\"fact\": {\"type\": \"TOOL_CHANGED\", \"attributes\": {\"tool\": \"pay\"}}")))
                .endsWith("tool changed pay");
        assertThat(line(event(
                        "APPROVAL_COMMAND",
                        "FORWARD",
                        "\"fact\": {\"type\": \"TOOL_REVIEWED\", \"attributes\": {\"tool\": \"pay\"}}")))
                .endsWith("tool reviewed pay");
    }

    private static String event(String kind, String outcome, String more) {
        return "{\"sequence\": 1, \"receivedAt\": \"2026-01-31T12:00:00Z\", \"kind\": \"%s\", \"outcome\": \"%s\", %s}"
                .formatted(kind, outcome, more);
    }

    private static String line(String json) throws JsonProcessingException {
        return EventLine.of(Json.mapper().readTree(json));
    }
}
