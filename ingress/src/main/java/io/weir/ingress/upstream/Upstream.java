/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

import io.weir.model.Principal;
import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.resource.Credential;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;

/** One version of a connection, ready to be called: where it is, what the gateway shows it, who may use it. */
public final class Upstream {
    private final ConnectionResource connection;
    private final HttpHost host;
    // Replaced when the secret is rotated; null while it cannot be had.
    private volatile String secret;

    Upstream(ConnectionResource connection) {
        this.connection = connection;
        this.host = HttpHost.create(connection.url());
    }

    /** The connection's name. */
    public String name() {
        return connection.name();
    }

    /** Longest wait for the next message of an upstream call. */
    public Duration timeout() {
        return connection.timeout();
    }

    /** Whether this principal may use the connection. */
    public boolean allows(Principal principal) {
        return connection.allows(principal);
    }

    URI url() {
        return connection.url();
    }

    /** Where its connections lead. */
    HttpHost host() {
        return host;
    }

    /** Whether the connection has what the upstream asks for; without, it must not be called. */
    boolean hasCredential() {
        return connection.credential().isEmpty() || secret != null;
    }

    void authorize(HttpRequest request) {
        Optional<Credential> credential = connection.credential();
        if (credential.isEmpty()) {
            return;
        }
        if (credential.get() instanceof Credential.Header header) {
            request.setHeader(header.name(), secret);
        } else {
            request.setHeader("Authorization", "Bearer " + secret);
        }
    }

    void readSecret(SecretReader secrets) {
        secret = connection
                .credential()
                .flatMap(credential -> secrets.read(credential.secret()))
                .orElse(null);
    }

    @Override
    public String toString() {
        return "Upstream[" + connection.name() + "]";
    }
}
