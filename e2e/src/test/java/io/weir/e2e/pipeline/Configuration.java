/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.pipeline;

import io.weir.json.Digests;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The connection and the policy of the pipeline's tests: one rule of each kind. */
final class Configuration {

    private static final String YAML = """
            connection:
              name: bank
              kind: mcp
              url: %s
              credential:
                bearer: {file: '%s'}
              allowedGroups: [analysts]
            ---
            policy:
              name: pipeline
              default: allow
              rules:
                - name: only-select
                  when: mcp.tool.name == "run_sql" && !mcp.tool.arguments.query.matches("(?i)^\\\\s*select\\\\b[^;]*;?\\\\s*$")
                  block: {message: "Only SELECT statements may be run."}
                - name: large-transfer
                  when: mcp.tool.name == "transfer_money" && double(mcp.tool.arguments.amount) > 1000.0
                  hold: {approvers: [approvers], quorum: 1, decideWithin: 1h, executeWithin: 15m}
                - name: personal-data
                  mask:
                    entities: [EMAIL, CREDIT_CARD, IBAN]
                    patterns: [{entity: CUSTOMER_NUMBER, regex: 'CUST-[0-9]{6}'}]
            """;

    private Configuration() {}

    static String yaml(URI bank, Path credential) {
        return YAML.formatted(bank, credential.toAbsolutePath());
    }

    /** A bearer token as the bank's record of calls tells it. */
    static String described(String token) {
        return "Bearer sha256:" + Digests.sha256Hex(token.getBytes(StandardCharsets.UTF_8));
    }
}
