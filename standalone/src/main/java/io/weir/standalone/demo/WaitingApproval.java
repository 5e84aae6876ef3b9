/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.standalone.client.WeirApi;
import java.time.Duration;

/** Finds the one approval that waits. */
final class WaitingApproval {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final WeirApi approver;

    WaitingApproval(WeirApi approver) {
        this.approver = approver;
    }

    JsonNode await() {
        return Poll.until(
                        "an approval to wait",
                        TIMEOUT,
                        () -> approver.get("/api/approvals?state=pending")
                                .orThrow()
                                .path("approvals"),
                        approvals -> !approvals.isEmpty())
                .get(0);
    }
}
