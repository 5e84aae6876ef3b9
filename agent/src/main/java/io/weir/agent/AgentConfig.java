/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import io.weir.agent.session.Sessions;
import io.weir.service.config.CommonKeys;
import io.weir.service.config.ServiceConfig;
import io.weir.service.http.HttpSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** The configuration of the agent. */
public final class AgentConfig {
    /** The agent's name, as connections have it. */
    public static final String NAME = "agent.name";

    static final String MAX_SESSIONS = "agent.max.sessions";
    static final String PROGRAMS = "agent.programs";

    private static final Pattern VALID_NAME = Pattern.compile("[a-z0-9-]{1,63}");

    private final ServiceConfig config;

    AgentConfig(ServiceConfig config) {
        this.config = config;
    }

    /** All keys, with their defaults and what they mean. */
    public static ConfigDef definition() {
        return CommonKeys.kafka(new ConfigDef())
                .define(
                        NAME,
                        ConfigDef.Type.STRING,
                        NO_DEFAULT_VALUE,
                        ConfigDef.LambdaValidator.with(AgentConfig::requireName, () -> "1 to 63 of a-z, 0-9 and -"),
                        HIGH,
                        "Name of this agent, as connections of kind mcp-stdio have it. Of two that have the same name, the"
                                + " one that was started later acts.")
                .define(
                        MAX_SESSIONS,
                        ConfigDef.Type.INT,
                        64,
                        between(1, 10_000),
                        MEDIUM,
                        "Most sessions at a time; each has a process of its own. More are refused.")
                .define(
                        PROGRAMS,
                        ConfigDef.Type.LIST,
                        "*",
                        MEDIUM,
                        "Programs that connections may have started here, each exactly as the connection's command begins;"
                                + " * for any. Whoever may change connections can otherwise run anything here.")
                .define(
                        CommonKeys.HTTP_HOST,
                        ConfigDef.Type.STRING,
                        "127.0.0.1",
                        LOW,
                        "Address to listen on, if http.port is set.")
                .define(
                        CommonKeys.HTTP_PORT,
                        ConfigDef.Type.INT,
                        0,
                        between(0, 65535),
                        LOW,
                        "Port of /health, /ready and /metrics; with 0, nothing listens.");
    }

    private static void requireName(String key, Object value) {
        if (value != null && !VALID_NAME.matcher((String) value).matches()) {
            throw new ConfigException(key, value, "Must be 1 to 63 of a-z, 0-9 and -");
        }
    }

    String name() {
        return config.string(NAME);
    }

    int maxSessions() {
        return config.integer(MAX_SESSIONS);
    }

    int messageMaxBytes() {
        return config.integer(CommonKeys.MESSAGE_MAX_BYTES);
    }

    Sessions.Programs programs() {
        List<String> allowed = config.list(PROGRAMS);
        return program -> allowed.contains("*") || allowed.contains(program);
    }

    /** Where the agent's state is shown; empty if nothing is to listen. */
    Optional<HttpSettings> http() {
        int port = config.integer(CommonKeys.HTTP_PORT);
        return port == 0
                ? Optional.empty()
                : Optional.of(new HttpSettings(config.string(CommonKeys.HTTP_HOST), port, Duration.ofSeconds(1)));
    }
}
