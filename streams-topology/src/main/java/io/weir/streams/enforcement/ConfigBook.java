/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ConfigEntry;
import io.weir.events.PolicyRef;
import io.weir.policy.CompiledPolicy;
import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.resource.Parsed;
import io.weir.policy.resource.PolicyResource;
import io.weir.policy.resource.Resource;
import io.weir.policy.resource.Resources;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections and the active policy, as this process has read them from {@code weir.config}. Written by the one thread
 * that follows that topic, read by all that decide. A policy is compiled when it becomes active, not when it decides.
 */
final class ConfigBook {

    /** The policy in force, and how verdicts name it. */
    record ActivePolicy(CompiledPolicy policy, PolicyRef reference) {}

    private static final Logger LOG = LoggerFactory.getLogger(ConfigBook.class);

    private final Map<String, ConnectionResource> connections = new ConcurrentHashMap<>();
    private final Map<String, ConfigEntry> policies = new ConcurrentHashMap<>();
    private Optional<ConfigEntry> pointer = Optional.empty();
    private volatile Optional<ActivePolicy> active = Optional.empty();

    /** Empty if there is none, or if it cannot be used; then everything is to be blocked. */
    Optional<ActivePolicy> activePolicy() {
        return active;
    }

    Optional<ConnectionResource> connection(String name) {
        return Optional.ofNullable(connections.get(name));
    }

    /**
     * Takes over one record of the topic.
     *
     * @param key {@code connection/NAME}, {@code policy/NAME/VERSION} or {@code active-policy}
     * @param entry null if it was deleted
     */
    void apply(String key, ConfigEntry entry) {
        if (key.startsWith("connection/")) {
            applyConnection(key.substring("connection/".length()), entry);
        } else if (key.startsWith("policy/")) {
            applyPolicy(key, entry);
        } else if (key.equals("active-policy")) {
            pointer = Optional.ofNullable(entry);
            activate();
        } else {
            LOG.atWarn().addKeyValue("key", key).log("ignored an entry of weir.config with an unknown key");
        }
    }

    private void applyConnection(String name, ConfigEntry entry) {
        Optional<ConnectionResource> connection =
                Optional.ofNullable(entry).flatMap(e -> parse(e, ConnectionResource.class));
        if (connection.isPresent()) {
            connections.put(name, connection.get());
        } else {
            connections.remove(name);
        }
    }

    private void applyPolicy(String key, ConfigEntry entry) {
        if (entry == null) {
            policies.remove(key);
        } else {
            policies.put(key, entry);
        }
        if (pointer.filter(p -> policyKey(p).equals(key)).isPresent()) {
            activate();
        }
    }

    private void activate() {
        active = pointer.map(p -> policies.get(policyKey(p))).flatMap(ConfigBook::compile);
        LOG.atInfo()
                .addKeyValue("policy", pointer.map(ConfigBook::policyKey).orElse("none"))
                .addKeyValue("usable", active.isPresent())
                .log("the active policy changed");
    }

    private static String policyKey(ConfigEntry entry) {
        return "policy/" + entry.getName() + "/" + entry.getVersion();
    }

    private static Optional<ActivePolicy> compile(ConfigEntry entry) {
        try {
            return parse(entry, PolicyResource.class).map(resource -> {
                CompiledPolicy policy = resource.compile(entry.getVersion());
                return new ActivePolicy(policy, new PolicyRef(policy.name(), policy.version(), policy.hash()));
            });
        } catch (RuntimeException e) {
            // Without a usable policy everything is blocked, which is what has to happen here.
            LOG.atError().setCause(e).addKeyValue("policy", policyKey(entry)).log("cannot use the policy");
            return Optional.empty();
        }
    }

    private static <T extends Resource> Optional<T> parse(ConfigEntry entry, Class<T> type) {
        Parsed parsed = Resources.parse(entry.getSource());
        Optional<T> found = parsed.resources().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
        if (!parsed.valid() || found.isEmpty()) {
            LOG.atError()
                    .addKeyValue("name", entry.getName())
                    .addKeyValue("problems", parsed.problems())
                    .log("cannot use an entry of weir.config");
            return Optional.empty();
        }
        return found;
    }
}
