/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The terms under which a held request may be executed; frozen when the approval is made.
 *
 * @param rule the rule that holds the request
 * @param approvers a member of any of these groups may decide; never empty
 * @param quorum distinct people who must approve, at least 1
 * @param decideWithin how long people may take to decide
 * @param executeWithin how long an approval may be claimed
 * @param message for people: why it is held; may be empty
 */
public record HoldTerms(
        String rule,
        List<String> approvers,
        int quorum,
        Duration decideWithin,
        Duration executeWithin,
        String message) {

    public HoldTerms {
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(decideWithin, "decideWithin");
        Objects.requireNonNull(executeWithin, "executeWithin");
        Objects.requireNonNull(message, "message");
        approvers = List.copyOf(approvers);
        if (approvers.isEmpty() || quorum < 1) {
            throw new IllegalArgumentException("a hold needs approvers and a quorum of at least 1");
        }
    }
}
