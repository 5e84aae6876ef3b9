/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.weir.service.config.CommonKeys;
import io.weir.streams.StreamsKeys;
import org.apache.kafka.common.config.ConfigDef;

/** The keys of the query service. */
public final class QueryKeys {
    static final String AUDITOR_GROUPS = "query.auditor.groups";
    static final String THREADS = "query.threads";
    static final String COMMIT_MS = "query.commit.interval.ms";
    static final String REPLICATION_FACTOR = "query.replication.factor";

    private static final int DEFAULT_PORT = 8085;

    private QueryKeys() {}

    /** All of them. */
    public static ConfigDef configDef() {
        ConfigDef definition = new ConfigDef();
        CommonKeys.kafka(definition);
        CommonKeys.http(definition, DEFAULT_PORT);
        CommonKeys.oidc(definition);
        CommonKeys.instance(definition);
        CommonKeys.internalSecret(definition);
        StreamsKeys.instances(definition);
        return definition
                .define(
                        AUDITOR_GROUPS,
                        ConfigDef.Type.LIST,
                        "auditors,weir-admins",
                        HIGH,
                        "Groups whose members see everybody's sessions; all others see their own.")
                .define(THREADS, ConfigDef.Type.INT, 1, between(1, 64), LOW, "Threads that follow the journal.")
                .define(
                        COMMIT_MS,
                        ConfigDef.Type.LONG,
                        1_000L,
                        between(100, 60_000),
                        LOW,
                        "How often the position in the journal is committed, in milliseconds.")
                .define(
                        REPLICATION_FACTOR,
                        ConfigDef.Type.INT,
                        3,
                        between(1, 32),
                        LOW,
                        "Replicas of the topics from which the stores can be restored.");
    }
}
