/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import io.weir.model.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A registered upstream.
 *
 * @param name {@code [a-z0-9-]{1,63}}
 * @param target where its messages go
 * @param allowedGroups who may use it; {@code *} stands for everyone who is authenticated
 * @param unknownMethods what becomes of methods that no supported MCP revision knows
 * @param timeout of an upstream call
 * @param source its YAML document
 * @param hash SHA-256 of source
 */
public record ConnectionResource(
        String name,
        Target target,
        List<String> allowedGroups,
        UnknownMethods unknownMethods,
        Duration timeout,
        String source,
        String hash)
        implements Resource {

    public ConnectionResource {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(unknownMethods, "unknownMethods");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(hash, "hash");
        allowedGroups = List.copyOf(allowedGroups);
    }

    /** How it is spoken to, such as {@code mcp}. */
    public String kind() {
        return target.kind();
    }

    /** True if this principal may use the connection; an unauthenticated one never may. */
    public boolean allows(Principal principal) {
        return principal.inAnyGroup(allowedGroups);
    }
}
