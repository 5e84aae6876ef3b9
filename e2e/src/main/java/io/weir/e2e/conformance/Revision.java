/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.conformance;

import java.util.Arrays;
import java.util.List;

/** A revision of the protocol, how the suite is asked for it, and what the upstream and the clients of our own reach directly. */
enum Revision {
    V2025_03_26("2025-03-26", false, 3, 0),
    V2025_06_18("2025-06-18", false, 56, 3),
    V2025_11_25("2025-11-25", true, 84, 20),
    V2026_07_28("2026-07-28", true, 196, 62);

    private final String date;
    private final boolean hasRequirements;
    private final int serverChecks;
    private final int clientChecks;

    Revision(String date, boolean hasRequirements, int serverChecks, int clientChecks) {
        this.date = date;
        this.hasRequirements = hasRequirements;
        this.serverChecks = serverChecks;
        this.clientChecks = clientChecks;
    }

    static Revision of(String date) {
        return Arrays.stream(values())
                .filter(revision -> revision.date.equals(date))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no revision " + date + "; there are " + Arrays.toString(values())));
    }

    /** What makes the suite run all scenarios for servers: those of a frozen list, where the revision has one. */
    List<String> allServerScenarios() {
        return hasRequirements ? List.of("--requirements", date) : List.of("--suite", "all", "--spec-version", date);
    }

    /** Checks that pass directly; fewer would make the comparison one of failures. */
    int checks(Role role) {
        return role == Role.SERVER ? serverChecks : clientChecks;
    }

    @Override
    public String toString() {
        return date;
    }
}
