/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

import java.util.ArrayList;
import java.util.List;

/** Collects matches; makes no list as long as there is none, which is nearly always. */
final class Matches {

    private List<Match> found = List.of();

    void add(int start, int end, int detector) {
        if (found.isEmpty()) {
            found = new ArrayList<>(4);
        }
        found.add(new Match(start, end, detector));
    }

    /** What was found since the last call. */
    List<Match> take() {
        List<Match> taken = found;
        found = List.of();
        return taken;
    }
}
