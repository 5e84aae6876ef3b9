/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.connection;

import io.weir.events.ConfigEntry;
import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.resource.Resource;
import io.weir.policy.resource.Resources;
import io.weir.policy.resource.Target;
import io.weir.service.configlog.ConfigSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those of one agent. Written by the configuration's thread, read by all. */
public final class AgentConnections implements Consumer<ConfigSnapshot> {
    private static final Logger LOG = LoggerFactory.getLogger(AgentConnections.class);

    private final String agent;
    private volatile Map<String, ConnectionResource> byName = Map.of();

    /** @param agent the agent's name */
    public AgentConnections(String agent) {
        this.agent = agent;
    }

    @Override
    public void accept(ConfigSnapshot snapshot) {
        Map<String, ConnectionResource> now = new HashMap<>();
        snapshot.connections().forEach(entry -> read(entry).ifPresent(own -> now.put(own.name(), own)));
        if (!now.keySet().equals(byName.keySet())) {
            LOG.atInfo().addKeyValue("connections", now.keySet()).log("The agent's connections");
        }
        byName = Map.copyOf(now);
    }

    private Optional<ConnectionResource> read(ConfigEntry entry) {
        for (Resource resource : Resources.parse(entry.getSource()).resources()) {
            if (resource instanceof ConnectionResource connection
                    && connection.name().equals(entry.getName())
                    && connection.target() instanceof Target.Stdio stdio
                    && stdio.agent().equals(agent)) {
                return Optional.of(connection);
            }
        }
        return Optional.empty();
    }

    /** The connection of this name; empty if there is none, or if it is another agent's. */
    public Optional<ConnectionResource> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** How many there are. */
    public int size() {
        return byName.size();
    }
}
