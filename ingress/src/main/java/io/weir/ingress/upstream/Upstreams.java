/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

import io.weir.policy.resource.ConnectionResource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connections as they are configured now. Thread-safe. */
public final class Upstreams {
    private static final Logger LOG = LoggerFactory.getLogger(Upstreams.class);

    private final Map<String, Upstream> byName = new ConcurrentHashMap<>();
    private final SecretReader secrets;

    /**
     * None yet.
     *
     * @param environment the environment variables that hold credentials, by name
     */
    public Upstreams(Function<String, String> environment) {
        this.secrets = new SecretReader(environment);
    }

    /** The connection of this name. */
    public Optional<Upstream> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** Adds or replaces a connection; reads its credential, so not for I/O threads. Calls under way keep what they have. */
    public void put(ConnectionResource connection) {
        Upstream upstream = new Upstream(connection);
        upstream.readSecret(secrets);
        if (!upstream.hasCredential()) {
            LOG.atWarn()
                    .addKeyValue("connection", connection.name())
                    .log("The connection's credential cannot be read here; its calls are refused until it can");
        }
        byName.put(connection.name(), upstream);
    }

    /** Removes a connection. */
    public void remove(String name) {
        byName.remove(name);
    }

    /** Reads all credentials again, since files are rotated. Blocks; not for I/O threads. */
    public void readSecrets() {
        byName.values().forEach(upstream -> upstream.readSecret(secrets));
    }
}
