/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.weir.service.config.CommonKeys;
import io.weir.topics.TopicSettings;
import org.apache.kafka.common.config.ConfigDef;

/** The configuration keys of the streams service. */
public final class StreamsKeys {
    public static final String STATE_DIR = "state.dir";
    public static final String APPLICATION_SERVER = "application.server";
    public static final String STANDBY_REPLICAS = "streams.standby.replicas";
    public static final String ADMIN_GROUPS = "admin.groups";
    public static final String ENFORCEMENT_THREADS = "enforcement.threads";
    public static final String ENFORCEMENT_COMMIT_MS = "enforcement.commit.interval.ms";
    public static final String DECISION_RETENTION_MS = "enforcement.decision.retention.ms";
    public static final String KEEP_ENDED_MS = "approvals.keep.ended.ms";
    public static final String LEDGER_THREADS = "ledger.threads";
    public static final String LEDGER_COMMIT_MS = "ledger.commit.interval.ms";
    public static final String LEDGER_DEDUPE_MS = "ledger.dedupe.retention.ms";

    private static final int DEFAULT_PORT = 8083;

    private StreamsKeys() {}

    /** All keys of the service. */
    public static ConfigDef configDef() {
        ConfigDef definition = new ConfigDef();
        CommonKeys.kafka(definition);
        CommonKeys.http(definition, DEFAULT_PORT);
        CommonKeys.instance(definition);
        CommonKeys.internalSecret(definition);
        addMissing(definition, TopicSettings.configDef());
        instances(definition);
        definition.define(
                ADMIN_GROUPS,
                LIST,
                "weir-admins",
                MEDIUM,
                "Groups whose members may revoke any approval that was not executed yet; they approve nothing by that.");
        enforcement(definition);
        return ledger(definition);
    }

    /** The keys of every Kafka Streams application that can be asked for what is in its stores. */
    public static ConfigDef instances(ConfigDef definition) {
        return definition
                .define(
                        STATE_DIR,
                        STRING,
                        "state",
                        HIGH,
                        "Directory for the state stores. It may be lost, and is then built again from Kafka; a restart is"
                                + " faster with it.")
                .define(
                        APPLICATION_SERVER,
                        STRING,
                        "",
                        HIGH,
                        "HOST:PORT under which the other instances of the service reach this one; empty if it is the only one.")
                .define(
                        STANDBY_REPLICAS,
                        INT,
                        1,
                        between(0, 5),
                        MEDIUM,
                        "Copies of each state store on other instances, for a fast takeover; 0 for a single instance.");
    }

    private static ConfigDef enforcement(ConfigDef definition) {
        return definition
                .define(
                        ENFORCEMENT_THREADS,
                        INT,
                        1,
                        between(1, 64),
                        MEDIUM,
                        "Threads that decide on messages; no more than there are session partitions.")
                .define(
                        ENFORCEMENT_COMMIT_MS,
                        LONG,
                        5_000L,
                        between(100, 60_000),
                        LOW,
                        "How often enforcement commits, in milliseconds. A commit costs latency; after a crash, what came"
                                + " since the last one is processed again, with the same verdicts.")
                .define(
                        DECISION_RETENTION_MS,
                        LONG,
                        300_000L,
                        atLeast(120_000),
                        LOW,
                        "How long decisions are kept to be repeated after a crash, in milliseconds; at least twice the"
                                + " longest commit interval.")
                .define(
                        KEEP_ENDED_MS,
                        LONG,
                        86_400_000L,
                        atLeast(0),
                        MEDIUM,
                        "How long an ended approval can be looked at, in milliseconds; the journal keeps it forever.");
    }

    private static ConfigDef ledger(ConfigDef definition) {
        return definition
                .define(LEDGER_THREADS, INT, 1, between(1, 64), LOW, "Threads that write the journal.")
                .define(
                        LEDGER_COMMIT_MS,
                        LONG,
                        200L,
                        between(10, 5_000),
                        LOW,
                        "How often the ledger commits its transaction, in milliseconds; the journal is that much behind.")
                .define(
                        LEDGER_DEDUPE_MS,
                        LONG,
                        3_600_000L,
                        atLeast(600_000),
                        LOW,
                        "How long the ledger remembers what it has recorded, in milliseconds of the verdicts' own time.");
    }

    private static void addMissing(ConfigDef definition, ConfigDef more) {
        more.configKeys().values().stream()
                .filter(key -> !definition.names().contains(key.name))
                .forEach(definition::define);
    }
}
