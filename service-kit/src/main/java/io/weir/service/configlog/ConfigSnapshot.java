/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.configlog;

import io.weir.events.ConfigEntry;
import io.weir.events.ConfigKind;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The configuration at one moment. Immutable.
 *
 * @param entries the latest entry of each key of {@code weir.config}
 */
public record ConfigSnapshot(Map<String, ConfigEntry> entries) {

    /** Nothing is configured. */
    public static final ConfigSnapshot EMPTY = new ConfigSnapshot(Map.of());

    public ConfigSnapshot {
        entries = Map.copyOf(entries);
    }

    /** The connections, by name in alphabetical order. */
    public List<ConfigEntry> connections() {
        return of(ConfigKind.CONNECTION)
                .sorted(Comparator.comparing(ConfigEntry::getName))
                .toList();
    }

    public Optional<ConfigEntry> connection(String name) {
        return Optional.ofNullable(entries.get(ConfigKeys.connection(name)));
    }

    /** All versions of all policies, by name and version. */
    public List<ConfigEntry> policies() {
        return of(ConfigKind.POLICY)
                .sorted(Comparator.comparing(ConfigEntry::getName).thenComparingInt(ConfigEntry::getVersion))
                .toList();
    }

    public Optional<ConfigEntry> policy(String name, int version) {
        return Optional.ofNullable(entries.get(ConfigKeys.policy(name, version)));
    }

    /** The highest version of a policy, if there is one. */
    public OptionalInt latestVersion(String policy) {
        return of(ConfigKind.POLICY)
                .filter(entry -> entry.getName().equals(policy))
                .mapToInt(ConfigEntry::getVersion)
                .max();
    }

    /** The pointer: name and version of the active policy, with an empty source. */
    public Optional<ConfigEntry> activePointer() {
        return Optional.ofNullable(entries.get(ConfigKeys.ACTIVE_POLICY));
    }

    /** The active policy itself, if the pointer points to one that is there. */
    public Optional<ConfigEntry> activePolicy() {
        return activePointer().flatMap(pointer -> policy(pointer.getName(), pointer.getVersion()));
    }

    private Stream<ConfigEntry> of(ConfigKind kind) {
        return entries.values().stream().filter(entry -> entry.getKind() == kind);
    }
}
