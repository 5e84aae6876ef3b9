/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.weir.service.config.CommonKeys;
import io.weir.service.config.Texts;
import org.apache.kafka.common.config.ConfigDef;

/** The configuration keys of the approval service. */
public final class ApprovalKeys {

    public static final String STREAMS_URL = "streams.url";
    public static final String ADMIN_GROUPS = "admin.groups";
    public static final String VERDICT_TIMEOUT_MS = "verdict.timeout.ms";
    public static final String MAX_PENDING = "commands.max.pending";
    public static final String AUDIT_REFUSALS = "audit.refusals.per.second";

    private static final int DEFAULT_PORT = 8081;

    private ApprovalKeys() {}

    /** All keys of the service. */
    public static ConfigDef configDef() {
        ConfigDef definition = new ConfigDef();
        CommonKeys.kafka(definition);
        CommonKeys.http(definition, DEFAULT_PORT);
        CommonKeys.oidc(definition);
        CommonKeys.instance(definition);
        CommonKeys.internalSecret(definition);
        return definition
                .define(
                        STREAMS_URL,
                        STRING,
                        "http://127.0.0.1:8083",
                        Texts.HTTP_URL,
                        HIGH,
                        "A streams service, whose stores are asked for approvals; it asks the others itself.")
                .define(
                        ADMIN_GROUPS,
                        LIST,
                        "weir-admins",
                        MEDIUM,
                        "Groups whose members may change connections and policies and see every approval; they approve"
                                + " nothing by that. The same in the streams service.")
                .define(
                        VERDICT_TIMEOUT_MS,
                        LONG,
                        10_000L,
                        between(100L, 120_000L),
                        LOW,
                        "How long a command waits for its verdict, in milliseconds.")
                .define(
                        MAX_PENDING,
                        INT,
                        1_000,
                        between(1, 1_000_000),
                        LOW,
                        "Commands that may wait for their verdicts at the same time; more get 503.")
                .define(
                        AUDIT_REFUSALS,
                        INT,
                        20,
                        between(1, 10_000),
                        LOW,
                        "Refused requests that are recorded in a second, so that nobody can fill the log with them.");
    }
}
