/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

import io.weir.events.ConfigEntry;
import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.resource.Resource;
import io.weir.policy.resource.Resources;
import io.weir.service.configlog.ConfigSnapshot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps {@link Upstreams} in step with {@code weir.config}. Called by one thread. */
public final class ConnectionFeed implements Consumer<ConfigSnapshot> {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionFeed.class);

    private final Upstreams upstreams;
    private final Map<String, String> hashes = new HashMap<>();

    /** Feeds these upstreams. */
    public ConnectionFeed(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    @Override
    public void accept(ConfigSnapshot snapshot) {
        Set<String> gone = new HashSet<>(hashes.keySet());
        for (ConfigEntry entry : snapshot.connections()) {
            gone.remove(entry.getName());
            if (!entry.getHash().equals(hashes.get(entry.getName()))) {
                put(entry);
            }
        }
        gone.forEach(this::remove);
    }

    private void put(ConfigEntry entry) {
        for (Resource resource : Resources.parse(entry.getSource()).resources()) {
            if (resource instanceof ConnectionResource connection
                    && connection.name().equals(entry.getName())) {
                upstreams.put(connection);
                hashes.put(entry.getName(), entry.getHash());
                return;
            }
        }
        // Fail closed: better no connection than the one before.
        LOG.atError().addKeyValue("connection", entry.getName()).log("The connection's entry cannot be understood");
        remove(entry.getName());
    }

    private void remove(String name) {
        upstreams.remove(name);
        hashes.remove(name);
    }
}
