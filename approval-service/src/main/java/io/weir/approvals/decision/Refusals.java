/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.decision;

import io.weir.events.ApprovalRecord;
import io.weir.events.Verdict;
import io.weir.model.Principal;
import io.weir.service.http.Problem;
import io.weir.service.http.ProblemException;

/** Explains enforcement's refusals in the terms of HTTP. */
final class Refusals {

    private final People people;

    Refusals(People people) {
        this.people = people;
    }

    /** The refusal that a verdict tells; its detail is enforcement's own reason. */
    ProblemException of(Principal person, Decision decision, Verdict verdict) {
        ApprovalRecord approval = verdict.getApproval();
        String reason = verdict.getReason();
        if (approval == null) {
            return new ProblemException(Problem.of(409, "decision-refused", "The decision was refused", reason));
        }
        if (decision.digest().filter(seen -> !seen.equals(approval.getDigest())).isPresent()) {
            return problem(409, "digest-changed", "Not the request that you saw", reason, approval);
        }
        if (!people.isEntitled(person, decision.action(), approval)) {
            return problem(403, "not-entitled", "Not entitled to decide", reason, approval);
        }
        return problem(409, "decision-refused", "The decision was refused", reason, approval);
    }

    private static ProblemException problem(
            int status, String name, String title, String detail, ApprovalRecord approval) {
        return new ProblemException(Problem.of(status, name, title, detail)
                .with("state", approval.getState().name()));
    }

    static ProblemException delegated() {
        return new ProblemException(Problem.of(
                403,
                "delegated",
                "Not by delegation",
                "People decide themselves; this token is used by another on their behalf."));
    }

    static ProblemException noSuchApproval() {
        return new ProblemException(Problem.of(404, "There is no such approval, or you may not see it."));
    }
}
