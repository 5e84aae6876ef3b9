/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.conformance;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A scenario as the suite lists it.
 *
 * @param revisions those that it applies to; empty for one of an extension
 */
record Scenario(String name, List<String> revisions) {
    private static final Pattern LISTED = Pattern.compile("  - (\\S+) \\[(.*)]");
    private static final String EXTENSION = "extension";

    /** Reads a line such as {@code   - ping [2025-06-18,2025-11-25]}. */
    static Optional<Scenario> listed(String line) {
        Matcher matcher = LISTED.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String revisions = matcher.group(2);
        return Optional.of(new Scenario(
                matcher.group(1), revisions.equals(EXTENSION) ? List.of() : List.of(revisions.split(","))));
    }

    boolean isOf(Revision revision) {
        return revisions.contains(revision.toString());
    }

    boolean isOfAnExtension() {
        return revisions.isEmpty();
    }

    /** Whether an upstream wants a token of the client's own; Weir is a resource server itself and forwards none. */
    boolean isAboutTokens() {
        return name.startsWith("auth/");
    }
}
