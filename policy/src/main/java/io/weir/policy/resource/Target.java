/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/** Where the messages of a connection go. */
public sealed interface Target {

    /** The connection's kind, as it is written. */
    String kind();

    /**
     * An MCP server over HTTP.
     *
     * @param url absolute http or https URL of the MCP endpoint
     * @param credential what the upstream gets instead of the client's token
     */
    record Mcp(URI url, Optional<Credential> credential) implements Target {
        /** The kind of such a connection. */
        public static final String KIND = "mcp";

        public Mcp {
            Objects.requireNonNull(url, "url");
            Objects.requireNonNull(credential, "credential");
        }

        @Override
        public String kind() {
            return KIND;
        }
    }
}
