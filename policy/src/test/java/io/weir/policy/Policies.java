/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.resource.Parsed;
import io.weir.policy.resource.PolicyResource;
import io.weir.policy.resource.Resources;

/** Policies and connections for tests, as an administrator would write them. */
public final class Policies {

    public static final String CUSTOMERS = """
            connection:
              name: customers
              kind: mcp
              url: http://127.0.0.1:9000/mcp
              credential:
                bearer: {env: CUSTOMERS_TOKEN}
              allowedGroups: [analysts]
            """;

    public static final String STARTER = """
            policy:
              name: starter
              default: allow
              rules:
                - name: only-select
                  connections: [customers]
                  when: mcp.tool.name == "run_sql" && !mcp.tool.arguments.query.matches("(?i)^\\\\s*select\\\\b[^;]*;?\\\\s*$")
                  block: {message: "Only SELECT statements may be run."}
                - name: large-transfer
                  when: mcp.tool.name == "transfer_money" && double(mcp.tool.arguments.amount) > 1000.0
                  hold: {approvers: [approvers], quorum: 1, decideWithin: 4h, executeWithin: 15m, message: "Transfers above 1,000 need a second person."}
                - name: personal-data
                  mask:
                    entities: [EMAIL, CREDIT_CARD, IBAN]
                    patterns: [{entity: CUSTOMER_ID, regex: 'CUST-[0-9]{6}'}]
                    in: [responses]
            """;

    private Policies() {}

    public static ConnectionResource customers() {
        return connection(CUSTOMERS);
    }

    public static ConnectionResource connection(String yaml) {
        return (ConnectionResource) valid(yaml).resources().get(0);
    }

    public static CompiledPolicy starter() {
        return compile(STARTER);
    }

    public static CompiledPolicy compile(String yaml) {
        return ((PolicyResource) valid(yaml).resources().get(0)).compile(1);
    }

    /** A policy with these rules, written as a YAML list. */
    public static CompiledPolicy withRules(String rules) {
        return compile("policy:\n  name: test\n  rules:\n" + rules.indent(4));
    }

    private static Parsed valid(String yaml) {
        Parsed parsed = Resources.parse(yaml);
        if (!parsed.valid()) {
            throw new IllegalArgumentException(parsed.problems().toString());
        }
        return parsed;
    }
}
