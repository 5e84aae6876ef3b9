/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals;

import io.weir.model.Principal;
import io.weir.service.identity.InvalidTokenException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The people of the tests; a person's token is their name. */
final class TestPeople {

    static final String ISSUER = "https://issuer.example";
    static final Principal ALICE = person("alice", "analysts", "approvers");

    private static final Map<String, Principal> BY_TOKEN = Map.of(
            "alice", ALICE,
            "bob", person("bob", "approvers"),
            "carol", person("carol", "approvers"),
            "dave", person("dave", "analysts"),
            "admin", person("admin", "weir-admins"),
            "agent-of-bob", agent("bob", "approvers"),
            "agent-of-admin", agent("admin", "weir-admins"));

    private TestPeople() {}

    static CompletionStage<Principal> verify(String token) {
        Principal person = BY_TOKEN.get(token);
        return person == null
                ? CompletableFuture.failedStage(new InvalidTokenException("The token is unknown"))
                : CompletableFuture.completedStage(person);
    }

    private static Principal person(String subject, String... groups) {
        return new Principal(subject, subject, List.of(groups), "test", ISSUER, Optional.empty());
    }

    private static Principal agent(String subject, String... groups) {
        return new Principal(subject, subject, List.of(groups), "agent-7", ISSUER, Optional.of(subject));
    }
}
