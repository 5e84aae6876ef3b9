/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.standalone.client.WeirApi;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Finds the approval that waits since this was made. */
final class WaitingApproval {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final WeirApi approver;
    private final Set<String> earlier;

    WaitingApproval(WeirApi approver) {
        this.approver = approver;
        this.earlier = pending().map(approval -> approval.path("id").asText()).collect(Collectors.toSet());
    }

    JsonNode await() {
        return Poll.until("a request to wait for approval", TIMEOUT, this::fresh, Optional::isPresent)
                .orElseThrow();
    }

    private Optional<JsonNode> fresh() {
        return pending()
                .filter(approval -> !earlier.contains(approval.path("id").asText()))
                .findFirst();
    }

    private Stream<JsonNode> pending() {
        JsonNode page = approver.get("/api/approvals?state=pending").orThrow();
        return StreamSupport.stream(page.path("approvals").spliterator(), false);
    }
}
