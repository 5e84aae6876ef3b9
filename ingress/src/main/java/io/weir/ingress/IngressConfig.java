/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.weir.ingress.exchange.ExchangeSettings;
import io.weir.ingress.jsonrpc.ParseLimits;
import io.weir.service.config.CommonKeys;
import io.weir.service.config.ConfigProblems;
import io.weir.service.config.ServiceConfig;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;

/** The configuration of the ingress. */
public final class IngressConfig {
    /** Key of the port that the ingress listens on by default. */
    public static final int DEFAULT_PORT = 8080;

    /** The key that seals session ids. */
    public static final String SESSION_KEY = "session.key";

    static final String SESSION_MAX_AGE_MS = "session.max.age.ms";
    static final String MAX_PENDING = "ingress.max.pending";
    static final String MAX_STREAMS = "ingress.max.streams";
    static final String MAX_TASKS = "ingress.max.tasks";
    static final String DECISION_TIMEOUT_MS = "decision.timeout.ms";
    static final String HOLD_BUDGET_MS = "hold.budget.ms";
    static final String HOLD_LEG_MS = "hold.leg.ms";
    static final String HOLD_PROGRESS_MS = "hold.progress.ms";
    static final String STREAM_KEEPALIVE_MS = "stream.keepalive.ms";
    static final String LLM_PART_INTERVAL_MS = "llm.part.interval.ms";
    static final String UPSTREAM_CONNECT_TIMEOUT_MS = "upstream.connect.timeout.ms";
    static final String JSON_MAX_DEPTH = "json.max.depth";
    static final String JSON_MAX_TOKENS = "json.max.tokens";
    static final String JSON_MAX_BATCH = "json.max.batch";
    static final String AUDIT_REFUSALS = "audit.refusals.per.second";

    private final ServiceConfig config;

    IngressConfig(ServiceConfig config) {
        this.config = config;
    }

    /** All keys, with their defaults and what they mean. */
    public static ConfigDef definition() {
        ConfigDef definition =
                CommonKeys.oidc(CommonKeys.instance(CommonKeys.http(CommonKeys.kafka(new ConfigDef()), DEFAULT_PORT)));
        return json(times(own(definition)));
    }

    private static ConfigDef own(ConfigDef definition) {
        return definition
                .define(
                        SESSION_KEY,
                        ConfigDef.Type.PASSWORD,
                        NO_DEFAULT_VALUE,
                        HIGH,
                        "Key that seals session ids: 16, 24 or 32 random bytes in base64, the same in all instances.")
                .define(
                        MAX_PENDING,
                        ConfigDef.Type.INT,
                        4096,
                        between(1, 1_000_000),
                        MEDIUM,
                        "Most requests that may be under way; more are answered with 503 and Retry-After.")
                .define(
                        MAX_STREAMS,
                        ConfigDef.Type.INT,
                        2048,
                        between(1, 1_000_000),
                        MEDIUM,
                        "Most GET streams that may be open; more are answered with 503 and Retry-After. As many streams to"
                                + " upstreams of the HTTP+SSE transport may be open, one for each session.")
                .define(
                        MAX_TASKS,
                        ConfigDef.Type.INT,
                        1024,
                        between(0, 1_000_000),
                        LOW,
                        "Most held calls whose clients were given a task to ask for; others wait on their connections.")
                .define(
                        AUDIT_REFUSALS,
                        ConfigDef.Type.INT,
                        50,
                        between(1, 100_000),
                        LOW,
                        "Most refused requests (no token, no right, malformed) that are recorded in a second.");
    }

    private static ConfigDef times(ConfigDef definition) {
        return definition
                .define(
                        SESSION_MAX_AGE_MS,
                        ConfigDef.Type.LONG,
                        Duration.ofDays(7).toMillis(),
                        between(1_000L, Duration.ofDays(365).toMillis()),
                        LOW,
                        "How long a session may be used, in milliseconds.")
                .define(
                        DECISION_TIMEOUT_MS,
                        ConfigDef.Type.LONG,
                        30_000L,
                        between(100L, 600_000L),
                        MEDIUM,
                        "How long a message waits for its verdict before it is refused, in milliseconds.")
                .define(
                        HOLD_BUDGET_MS,
                        ConfigDef.Type.LONG,
                        15_000L,
                        between(0L, 3_600_000L),
                        MEDIUM,
                        "How long a held request waits for its approval before the client is told to come back, in"
                                + " milliseconds. Clients give up by themselves, many after 20 or 60 s.")
                .define(
                        HOLD_LEG_MS,
                        ConfigDef.Type.LONG,
                        40_000L,
                        between(0L, 3_600_000L),
                        MEDIUM,
                        "How long a held request waits before its client is told to ask again, where the client does so by"
                                + " itself (MCP 2026-07-28), in milliseconds. Such clients give up after 60 s.")
                .define(
                        HOLD_PROGRESS_MS,
                        ConfigDef.Type.LONG,
                        5_000L,
                        between(100L, 600_000L),
                        LOW,
                        "Time between progress notifications while a request is held, in milliseconds.")
                .define(
                        STREAM_KEEPALIVE_MS,
                        ConfigDef.Type.LONG,
                        10_000L,
                        between(100L, 600_000L),
                        LOW,
                        "Longest silence on an event stream before a comment is sent, in milliseconds.")
                .define(
                        LLM_PART_INTERVAL_MS,
                        ConfigDef.Type.LONG,
                        60L,
                        between(0L, 10_000L),
                        LOW,
                        "Shortest time between two parts of a language model's streamed answer that are decided and"
                                + " passed on, in milliseconds.")
                .define(
                        UPSTREAM_CONNECT_TIMEOUT_MS,
                        ConfigDef.Type.LONG,
                        5_000L,
                        between(10L, 60_000L),
                        LOW,
                        "How long a connection to an upstream may take to be made, in milliseconds.");
    }

    private static ConfigDef json(ConfigDef definition) {
        return definition
                .define(
                        JSON_MAX_DEPTH,
                        ConfigDef.Type.INT,
                        ParseLimits.DEFAULT.depth(),
                        between(8, 1_000),
                        LOW,
                        "Deepest nesting of a message.")
                .define(
                        JSON_MAX_TOKENS,
                        ConfigDef.Type.INT,
                        ParseLimits.DEFAULT.tokens(),
                        between(100, 10_000_000),
                        LOW,
                        "Most JSON tokens of a message.")
                .define(
                        JSON_MAX_BATCH,
                        ConfigDef.Type.INT,
                        ParseLimits.DEFAULT.batch(),
                        between(1, 10_000),
                        LOW,
                        "Most messages of a JSON-RPC batch.");
    }

    byte[] sessionKey() {
        try {
            return Base64.getDecoder().decode(config.secret(SESSION_KEY).orElse(""));
        } catch (IllegalArgumentException e) {
            throw new ConfigProblems(List.of(SESSION_KEY + ": Must be base64"));
        }
    }

    Duration sessionMaxAge() {
        return config.millis(SESSION_MAX_AGE_MS);
    }

    Duration decisionTimeout() {
        return config.millis(DECISION_TIMEOUT_MS);
    }

    Duration connectTimeout() {
        return config.millis(UPSTREAM_CONNECT_TIMEOUT_MS);
    }

    Duration llmPartInterval() {
        return config.millis(LLM_PART_INTERVAL_MS);
    }

    long keepAliveMs() {
        return config.longValue(STREAM_KEEPALIVE_MS);
    }

    int refusalsPerSecond() {
        return config.integer(AUDIT_REFUSALS);
    }

    int messageMaxBytes() {
        return config.integer(CommonKeys.MESSAGE_MAX_BYTES);
    }

    ParseLimits parseLimits() {
        return new ParseLimits(
                messageMaxBytes(),
                config.integer(JSON_MAX_DEPTH),
                config.integer(JSON_MAX_TOKENS),
                config.integer(JSON_MAX_BATCH));
    }

    ExchangeSettings exchanges() {
        return new ExchangeSettings(
                config.integer(MAX_PENDING),
                config.integer(MAX_STREAMS),
                config.integer(MAX_TASKS),
                config.millis(HOLD_BUDGET_MS),
                config.millis(HOLD_LEG_MS),
                config.millis(HOLD_PROGRESS_MS));
    }
}
