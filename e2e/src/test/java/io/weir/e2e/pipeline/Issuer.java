/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.pipeline;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;

/** An OpenID Connect issuer that is not Weir's own, with the same people as the realm in {@code infra/keycloak}. */
final class Issuer implements AutoCloseable {

    static final String AUDIENCE = "weir";

    private static final String NAME = "weir";
    private static final Map<String, List<String>> PEOPLE = Map.of(
            "alice", List.of("analysts"),
            "bob", List.of("approvers"),
            "carol", List.of("approvers", "auditors"),
            "admin", List.of("weir-admins"));

    private final MockOAuth2Server server = new MockOAuth2Server();

    static Issuer start() {
        Issuer issuer = new Issuer();
        issuer.server.start(InetAddress.getLoopbackAddress(), 0);
        return issuer;
    }

    String url() {
        return server.issuerUrl(NAME).toString();
    }

    /** A fresh access token. */
    String token(String user) {
        Map<String, Object> claims = Map.of("preferred_username", user, "groups", PEOPLE.get(user));
        return server.issueToken(NAME, user, AUDIENCE, claims).serialize();
    }

    @Override
    public void close() {
        server.shutdown();
    }
}
