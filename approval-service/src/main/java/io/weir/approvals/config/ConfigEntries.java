/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.config;

import io.weir.events.ConfigEntry;
import io.weir.events.ConfigKind;
import io.weir.model.Principal;
import io.weir.service.configlog.ConfigKeys;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The entries of {@code weir.config} that changes come down to, in the order in which they are written. */
final class ConfigEntries {

    private ConfigEntries() {}

    /** Entries by key; an empty one deletes the key. A policy's pointer comes after the policy. */
    static Map<String, Optional<ConfigEntry>> of(List<Change> changes, Principal by, Instant at) {
        Map<String, Optional<ConfigEntry>> entries = new LinkedHashMap<>();
        for (Change change : changes) {
            switch (change.effect()) {
                case CREATED, UPDATED -> entries.put(key(change), entry(change, change.kind(), by, at));
                case DELETED -> entries.put(key(change), Optional.empty());
                case ACTIVATED, UNCHANGED -> {
                    // What it is stays; an activation moves only the pointer.
                }
            }
            if (change.kind() == ConfigKind.POLICY && change.changesAnything()) {
                entries.put(ConfigKeys.ACTIVE_POLICY, entry(change, ConfigKind.ACTIVE_POLICY, by, at));
            }
        }
        return entries;
    }

    private static String key(Change change) {
        return change.kind() == ConfigKind.POLICY
                ? ConfigKeys.policy(change.name(), change.version())
                : ConfigKeys.connection(change.name());
    }

    private static Optional<ConfigEntry> entry(Change change, ConfigKind kind, Principal by, Instant at) {
        return Optional.of(ConfigEntry.newBuilder()
                .setKind(kind)
                .setName(change.name())
                .setVersion(change.version())
                .setHash(change.hash())
                .setSource(kind == ConfigKind.ACTIVE_POLICY ? "" : change.source())
                .setAppliedBy(by.toRecord())
                .setAppliedAt(at)
                .build());
    }
}
