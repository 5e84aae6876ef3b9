/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One rule of a policy.
 *
 * @param name {@code [a-z0-9-]{1,63}}, unique in the policy
 * @param connections the connections that it is for; empty for all
 * @param when CEL condition; empty for always
 * @param action what it does
 */
public record Rule(String name, List<String> connections, Optional<String> when, Action action) {

    public Rule {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(when, "when");
        Objects.requireNonNull(action, "action");
        connections = List.copyOf(connections);
    }

    /** True if the rule is for the connection of this name. */
    public boolean concerns(String connection) {
        return connections.isEmpty() || connections.contains(connection);
    }
}
