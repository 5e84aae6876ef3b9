/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone;

import io.weir.events.ApprovalRecord;
import io.weir.service.approval.ApprovalReader;
import io.weir.streams.StreamsApp;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads approvals in this process, from an enforcement that may still be starting. */
record LaterApprovals(CompletableFuture<StreamsApp> streams) implements ApprovalReader {

    @Override
    public CompletionStage<List<ApprovalRecord>> list() {
        return streams.thenCompose(started -> started.approvals().list());
    }

    @Override
    public CompletionStage<Optional<ApprovalRecord>> get(String approvalId) {
        return streams.thenCompose(started -> started.approvals().get(approvalId));
    }
}
