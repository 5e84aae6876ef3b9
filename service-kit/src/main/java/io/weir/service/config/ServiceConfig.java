/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.types.Password;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checked, immutable configuration of one service.
 *
 * <p>A service says with a Kafka {@link ConfigDef} which keys it has. Values come from a file ({@code --config FILE},
 * YAML or properties) and, taking precedence, from environment variables: {@code oidc.issuer} is {@code
 * WEIR_OIDC_ISSUER}. Any value may hold {@code ${env:NAME}} or {@code ${file:PATH}}. Keys that begin with {@code kafka.}
 * or {@code schema.registry.} are handed on to the Kafka clients and the registry client as they are.
 */
public final class ServiceConfig {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceConfig.class);
    private static final String ENVIRONMENT_PREFIX = "WEIR_";
    private static final List<String> HANDED_ON = List.of("kafka.", "schema.registry.");

    private final Map<String, Object> parsed;
    private final Map<String, String> raw;

    private ServiceConfig(Map<String, Object> parsed, Map<String, String> raw) {
        this.parsed = parsed;
        this.raw = raw;
    }

    /**
     * Loads the configuration from the arguments of a main method and the environment.
     *
     * @param arguments nothing, or {@code --config FILE}
     * @throws ConfigProblems holding every problem at once
     */
    public static ServiceConfig load(ConfigDef definition, String[] arguments, Map<String, String> environment) {
        Map<String, String> values = new TreeMap<>();
        if (arguments.length == 2 && "--config".equals(arguments[0])) {
            values.putAll(ConfigFile.read(Path.of(arguments[1])));
        } else if (arguments.length != 0) {
            throw new ConfigProblems(List.of("The only arguments are: --config FILE"));
        }
        values.putAll(fromEnvironment(definition, environment));
        return of(definition, values, environment);
    }

    /** Reads a configuration file as flat, unchecked keys and values, for a program that merges several sources. */
    public static Map<String, String> readFile(Path file) {
        return ConfigFile.read(file);
    }

    /**
     * Checks values that are at hand.
     *
     * @throws ConfigProblems holding every problem at once
     */
    public static ServiceConfig of(ConfigDef definition, Map<String, String> values) {
        return of(definition, values, System.getenv());
    }

    static ServiceConfig of(ConfigDef definition, Map<String, String> values, Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        References references = new References(environment);
        Map<String, String> resolved = new TreeMap<>();
        values.forEach((key, value) -> {
            if (!definition.names().contains(key) && !isHandedOn(key)) {
                problems.add(key + ": unknown key" + Suggestion.nearest(key, definition.names()) + "; remove it");
            }
            resolved.put(key, references.resolve(key, value, problems));
        });
        for (ConfigValue checked : definition.validate(resolved)) {
            checked.errorMessages().forEach(message -> problems.add(checked.name() + ": " + message));
        }
        if (!problems.isEmpty()) {
            throw new ConfigProblems(problems);
        }
        return new ServiceConfig(definition.parse(resolved), resolved);
    }

    /** The environment variable for a key: {@code oidc.issuer} is {@code WEIR_OIDC_ISSUER}. */
    public static String environmentName(String key) {
        return ENVIRONMENT_PREFIX + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static Map<String, String> fromEnvironment(ConfigDef definition, Map<String, String> environment) {
        Map<String, String> byVariable = new TreeMap<>();
        definition.names().forEach(key -> byVariable.put(environmentName(key), key));
        Map<String, String> found = new TreeMap<>();
        environment.forEach((variable, value) -> {
            if (!variable.startsWith(ENVIRONMENT_PREFIX)) {
                return;
            }
            String dotted = variable.substring(ENVIRONMENT_PREFIX.length())
                    .toLowerCase(Locale.ROOT)
                    .replace('_', '.');
            String key = byVariable.getOrDefault(variable, isHandedOn(dotted) ? dotted : null);
            if (key != null) {
                found.put(key, value);
            } else {
                // No error: an orchestrator sets variables of its own for a service named weir (WEIR_SERVICE_HOST).
                LOG.atDebug()
                        .addKeyValue("variable", variable)
                        .log("Environment variable is not a key of this service");
            }
        });
        return found;
    }

    private static boolean isHandedOn(String key) {
        return HANDED_ON.stream().anyMatch(key::startsWith);
    }

    public String string(String key) {
        return (String) value(key);
    }

    /** The text, or empty when it is absent or blank. */
    public Optional<String> optionalString(String key) {
        return Optional.ofNullable((String) value(key)).map(String::strip).filter(text -> !text.isEmpty());
    }

    public int integer(String key) {
        return (Integer) value(key);
    }

    public long longValue(String key) {
        return (Long) value(key);
    }

    public boolean bool(String key) {
        return (Boolean) value(key);
    }

    @SuppressWarnings("unchecked") // ConfigDef parses Type.LIST to a list of strings.
    public List<String> list(String key) {
        return List.copyOf((List<String>) value(key));
    }

    /** A key of type LONG that counts milliseconds. */
    public Duration millis(String key) {
        return Duration.ofMillis(longValue(key));
    }

    /** A key of type PASSWORD, or empty when it is absent or blank. */
    public Optional<String> secret(String key) {
        return Optional.ofNullable((Password) value(key)).map(Password::value).filter(text -> !text.isBlank());
    }

    /** What is handed on to every Kafka client: the keys that begin with {@code kafka.}, without that prefix. */
    public Map<String, Object> kafka() {
        Map<String, Object> settings = new LinkedHashMap<>();
        raw.forEach((key, value) -> {
            if (key.startsWith("kafka.")) {
                settings.put(key.substring("kafka.".length()), value);
            }
        });
        return settings;
    }

    /** All values as they were given, references replaced: for {@code WeirSerdes.fromConfig} and the like. Holds secrets. */
    public Map<String, Object> values() {
        return Map.copyOf(raw);
    }

    private Object value(String key) {
        if (!parsed.containsKey(key)) {
            throw new IllegalArgumentException("The service does not define the key " + key);
        }
        return parsed.get(key);
    }

    @Override
    public String toString() {
        return "ServiceConfig" + parsed.keySet();
    }
}
