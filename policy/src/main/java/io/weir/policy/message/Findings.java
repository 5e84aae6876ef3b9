/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import io.weir.policy.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects findings; beyond a number of places it only counts, so that a verdict stays small. */
public final class Findings {

    static final int MAX_PLACES = 200;

    private final List<Finding> places = new ArrayList<>();
    private final Map<List<String>, Finding> elsewhere = new LinkedHashMap<>();

    /** Adds a finding. */
    public void add(Finding finding) {
        if (places.size() < MAX_PLACES) {
            places.add(finding);
            return;
        }
        elsewhere.merge(
                List.of(finding.rule(), finding.entity()),
                new Finding(finding.rule(), finding.entity(), "", finding.count()),
                (a, b) -> new Finding(a.rule(), a.entity(), "", a.count() + b.count()));
    }

    /** All of them; those beyond the number are added up by rule and entity, for the message as a whole. */
    public List<Finding> all() {
        List<Finding> all = new ArrayList<>(places);
        all.addAll(elsewhere.values());
        return all;
    }
}
