/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.approval;

import io.weir.policy.HoldTerms;
import java.util.Objects;

/**
 * What was asked and under which terms; frozen when the approval is requested, whatever the policy says later.
 *
 * @param approvalId {@code apr_} and the session's partition prefix, derived from the held message's id
 * @param hold approvers, quorum and time limits
 * @param requestedAt milliseconds since the epoch
 */
public record Terms(String approvalId, HeldRequest request, HoldTerms hold, long requestedAt) {
    public Terms {
        Objects.requireNonNull(approvalId, "approvalId");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(hold, "hold");
    }

    /** When a decision is too late, in milliseconds since the epoch. */
    public long decideBy() {
        return requestedAt + hold.decideWithin().toMillis();
    }
}
