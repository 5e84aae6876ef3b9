/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.approval;

import io.weir.events.ApprovalRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Reads approvals from the stores of enforcement. Thread-safe; never blocks. A stage fails with {@link
 * ApprovalsUnavailableException} while the stores cannot be asked, as during a rebalance.
 */
public interface ApprovalReader {

    /** All approvals that the stores still hold, in no particular order. */
    CompletionStage<List<ApprovalRecord>> list();

    /** One approval, or empty if the stores do not hold it. */
    CompletionStage<Optional<ApprovalRecord>> get(String approvalId);
}
