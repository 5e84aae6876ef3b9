/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.settings;

import io.weir.service.config.ConfigProblems;
import io.weir.service.config.ServiceConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;

/**
 * What the user asked for, in one file and in the environment, for all services together.
 *
 * @param values by key
 */
public record UserSettings(Map<String, String> values) {

    /** Keys that the instance sets itself: its broker and its registry are inside. */
    private static final Set<String> OWN = Set.of("kafka.bootstrap.servers", "schema.registry.url");

    private static final List<String> HANDED_ON = List.of("kafka.", "schema.registry.");

    /** Copies the values. */
    public UserSettings {
        values = Map.copyOf(values);
    }

    /** Nothing but defaults. */
    public static UserSettings none() {
        return new UserSettings(Map.of());
    }

    /**
     * Reads the file, and the environment, which takes precedence.
     *
     * @param definitions of all services
     * @throws ConfigProblems when a key belongs to no service, or is the instance's own
     */
    public static UserSettings read(
            Optional<Path> file, Map<String, String> environment, Collection<ConfigDef> definitions) {
        Set<String> known = definitions.stream()
                .flatMap(each -> each.names().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Map<String, String> values =
                new TreeMap<>(file.map(ServiceConfig::readFile).orElse(Map.of()));
        List<String> problems = new ArrayList<>();
        values.keySet().forEach(key -> problem(key, known).ifPresent(problems::add));
        if (!problems.isEmpty()) {
            throw new ConfigProblems(problems);
        }
        known.stream()
                .filter(key -> !OWN.contains(key))
                .filter(key -> environment.containsKey(ServiceConfig.environmentName(key)))
                .forEach(key -> values.put(key, environment.get(ServiceConfig.environmentName(key))));
        return new UserSettings(values);
    }

    private static Optional<String> problem(String key, Set<String> known) {
        if (OWN.contains(key)) {
            return Optional.of(key + ": set by weir up itself, whose broker and registry are inside; remove it");
        }
        boolean fits = known.contains(key) || HANDED_ON.stream().anyMatch(key::startsWith);
        return fits ? Optional.empty() : Optional.of(key + ": unknown key; remove it");
    }

    /**
     * The port to listen on.
     *
     * @param asked on the command line, or null
     * @throws ConfigProblems when http.port is no port
     */
    public int port(Integer asked, int fallback) {
        String configured = values.get("http.port");
        if (asked != null || configured == null) {
            return asked == null ? fallback : asked;
        }
        try {
            return Integer.parseInt(configured.strip());
        } catch (NumberFormatException e) {
            throw new ConfigProblems(List.of("http.port: must be a number, but is " + configured));
        }
    }

    /**
     * The configuration of one service.
     *
     * @param definition the keys of the service; what belongs to others only is left out
     * @param defaults what this instance sets where the user did not
     * @throws ConfigProblems when a value is wrong
     */
    public ServiceConfig forService(ConfigDef definition, Map<String, String> defaults) {
        Map<String, String> merged = new TreeMap<>(defaults);
        if (values.containsKey("oidc.issuer")) {
            // Another issuer has other keys.
            merged.remove("oidc.jwks.uri");
        }
        merged.putAll(values);
        merged.keySet()
                .removeIf(key ->
                        !definition.names().contains(key) && HANDED_ON.stream().noneMatch(key::startsWith));
        return ServiceConfig.of(definition, merged);
    }
}
