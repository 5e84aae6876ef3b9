/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

import io.weir.model.Principal;
import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.resource.Credential;
import io.weir.policy.resource.Target;
import java.time.Duration;
import java.util.Optional;

/** One version of a connection, ready to be called: where it is, what the gateway shows it, who may use it. */
public final class Upstream {
    private final ConnectionResource connection;
    // Replaced when the secret is rotated; null while it cannot be had.
    private volatile String secret;

    /** Of a connection whose credential is not read yet. */
    public Upstream(ConnectionResource connection) {
        this.connection = connection;
    }

    /** The connection's name. */
    public String name() {
        return connection.name();
    }

    /** Where its messages go. */
    public Target target() {
        return connection.target();
    }

    /** Whether it runs beside an agent, which acts on verdicts itself; then there is nothing to call from here. */
    public boolean isBesideAgent() {
        return connection.target() instanceof Target.Stdio;
    }

    /** Whether it is several others behind one endpoint; then there is nothing to call either. */
    public boolean isVirtual() {
        return connection.target() instanceof Target.Virtual;
    }

    /** Longest wait for the next message of an upstream call. */
    public Duration timeout() {
        return connection.timeout();
    }

    /** Whether this principal may use the connection. */
    public boolean allows(Principal principal) {
        return connection.allows(principal);
    }

    /** What the gateway shows to the upstream; empty if it shows nothing. */
    public Optional<Credential> credential() {
        return connection.target() instanceof Target.Http http ? http.credential() : Optional.empty();
    }

    /** The credential's secret; null where there is none, or it cannot be had. */
    public String secret() {
        return secret;
    }

    /** Whether the connection has what the upstream asks for; without, it must not be called. */
    public boolean hasCredential() {
        return credential().isEmpty() || secret != null;
    }

    void readSecret(SecretReader secrets) {
        secret = credential()
                .flatMap(credential -> secrets.read(credential.secret()))
                .orElse(null);
    }

    @Override
    public String toString() {
        return "Upstream[" + connection.name() + "]";
    }
}
