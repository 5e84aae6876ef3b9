/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.approval;

import io.weir.model.Principal;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Who is the same person as whom. An agent and the person for whom it acts count as one. */
final class People {
    private People() {}

    static boolean same(Principal one, Principal other) {
        return !Collections.disjoint(identities(one), identities(other));
    }

    /** How many distinct people approve. Whoever shares an identity with an earlier approver is no further one. */
    static int distinctApprovers(List<Ballot> ballots) {
        Set<String> counted = new HashSet<>();
        int people = 0;
        for (Ballot ballot : ballots) {
            Set<String> identities = identities(ballot.person());
            if (ballot.approve() && Collections.disjoint(counted, identities)) {
                people++;
            }
            if (ballot.approve()) {
                counted.addAll(identities);
            }
        }
        return people;
    }

    private static Set<String> identities(Principal principal) {
        Set<String> identities = new HashSet<>();
        identities.add(principal.key());
        principal.onBehalfOf().ifPresent(subject -> identities.add(principal.issuer() + "|" + subject));
        return identities;
    }
}
