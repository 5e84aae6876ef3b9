/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.config;

import io.weir.approvals.config.Change.Effect;
import io.weir.events.ConfigEntry;
import io.weir.events.ConfigKind;
import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.resource.PolicyResource;
import io.weir.policy.resource.Resource;
import io.weir.service.configlog.ConfigSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Tells what a set of resources changes in what is configured. Pure. */
final class ConfigPlan {

    private ConfigPlan() {}

    /** One change for each resource, in their order. */
    static List<Change> of(ConfigSnapshot now, List<Resource> resources) {
        return resources.stream().map(resource -> change(now, resource)).toList();
    }

    /** The deletion of a connection, if there is one of that name. */
    static Optional<Change> deletion(ConfigSnapshot now, String connection) {
        return now.connection(connection)
                .map(entry -> new Change(ConfigKind.CONNECTION, connection, 0, entry.getHash(), "", Effect.DELETED));
    }

    private static Change change(ConfigSnapshot now, Resource resource) {
        return resource instanceof PolicyResource policy
                ? policy(now, policy)
                : connection(now, (ConnectionResource) resource);
    }

    private static Change connection(ConfigSnapshot now, ConnectionResource resource) {
        Effect effect = now.connection(resource.name())
                .map(known -> known.getHash().equals(resource.hash()) ? Effect.UNCHANGED : Effect.UPDATED)
                .orElse(Effect.CREATED);
        return new Change(ConfigKind.CONNECTION, resource.name(), 0, resource.hash(), resource.source(), effect);
    }

    /** A source that was applied before keeps its version: versions are immutable, and the pointer leads to it again. */
    private static Change policy(ConfigSnapshot now, PolicyResource resource) {
        Optional<ConfigEntry> active = now.activePolicy().filter(entry -> isSame(entry, resource));
        if (active.isPresent()) {
            return policy(resource, active.get().getVersion(), Effect.UNCHANGED);
        }
        OptionalInt earlier = now.policies().stream()
                .filter(entry -> isSame(entry, resource))
                .mapToInt(ConfigEntry::getVersion)
                .max();
        if (earlier.isPresent()) {
            return policy(resource, earlier.getAsInt(), Effect.ACTIVATED);
        }
        OptionalInt latest = now.latestVersion(resource.name());
        return policy(resource, latest.orElse(0) + 1, latest.isPresent() ? Effect.UPDATED : Effect.CREATED);
    }

    private static boolean isSame(ConfigEntry entry, PolicyResource resource) {
        return entry.getName().equals(resource.name()) && entry.getHash().equals(resource.hash());
    }

    private static Change policy(PolicyResource resource, int version, Effect effect) {
        return new Change(ConfigKind.POLICY, resource.name(), version, resource.hash(), resource.source(), effect);
    }
}
