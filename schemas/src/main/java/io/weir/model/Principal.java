/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.model;

import static java.util.Objects.requireNonNull;

import io.weir.events.PrincipalRecord;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Who is calling.
 *
 * @param subject the token's {@code sub}; empty only for a caller who could not be authenticated
 * @param name a name for people; empty if the token has none
 * @param groups the groups from the configured claim
 * @param clientId the OAuth client ({@code azp} or {@code client_id}); empty if the token names none
 * @param issuer the token's {@code iss}
 * @param onBehalfOf the subject for whom the caller acts ({@code act} claim, RFC 8693 section 4.1)
 */
public record Principal(
        String subject, String name, List<String> groups, String clientId, String issuer, Optional<String> onBehalfOf) {

    /** In a list of groups: everyone who is authenticated. */
    public static final String EVERYONE = "*";

    private static final Principal ANONYMOUS = new Principal("", "", List.of(), "", "", Optional.empty());

    public Principal {
        requireNonNull(subject, "subject");
        requireNonNull(name, "name");
        requireNonNull(clientId, "clientId");
        requireNonNull(issuer, "issuer");
        requireNonNull(onBehalfOf, "onBehalfOf");
        groups = List.copyOf(groups);
    }

    /** The caller who could not be authenticated; in no group, not even in {@link #EVERYONE}. */
    public static Principal anonymous() {
        return ANONYMOUS;
    }

    public static Principal from(PrincipalRecord principal) {
        return new Principal(
                principal.getSubject(),
                principal.getName(),
                principal.getGroups(),
                principal.getClientId(),
                principal.getIssuer(),
                Optional.ofNullable(principal.getOnBehalfOf()));
    }

    public PrincipalRecord toRecord() {
        return new PrincipalRecord(subject, name, groups, clientId, issuer, onBehalfOf.orElse(null));
    }

    public boolean isAuthenticated() {
        return !subject.isEmpty();
    }

    /** Whether the principal is in at least one of these groups; {@link #EVERYONE} stands for all who are authenticated. */
    public boolean inAnyGroup(Collection<String> wanted) {
        if (!isAuthenticated()) {
            return false;
        }
        for (String group : wanted) {
            if (group.equals(EVERYONE) || groups.contains(group)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The person: issuer and subject. Names, groups and clients change; this does not, and a subject is unique only
     * within its issuer (OpenID Connect Core section 2).
     */
    public String key() {
        return issuer + "|" + subject;
    }
}
