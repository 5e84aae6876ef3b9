/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.pending;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.standalone.client.ApiException;
import io.weir.standalone.client.WeirApi;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A person who approves by the REST API what was asked under a label. Thread-safe. */
final class Approver {
    private static final Duration ASKED_WITHIN = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(100).toNanos();
    private static final Pattern LABEL = Pattern.compile("hold-[a-z0-9-]+");

    private final WeirApi api;
    private final Map<String, String> idsByLabel = new ConcurrentHashMap<>();
    private final Map<String, String> labelsById = new ConcurrentHashMap<>();

    Approver(WeirApi api) {
        this.api = api;
    }

    /**
     * Waits until the call waits for approval, and approves it.
     *
     * @throws IllegalStateException when nothing is asked within a minute
     */
    void approve(String label) {
        String id = await(label);
        JsonNode seen = api.get("/api/approvals/" + id).orThrow();
        api.post(
                        "/api/approvals/" + id + "/approve",
                        Map.of(
                                "reason",
                                "Measured",
                                "digest",
                                seen.path("digest").asText()))
                .orThrow();
    }

    private String await(String label) {
        long deadline = System.nanoTime() + ASKED_WITHIN.toNanos();
        while (!idsByLabel.containsKey(label)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("nobody asks for an approval of " + label);
            }
            try {
                look();
            } catch (ApiException busy) {
                // Many processes begin at once; the deadline is the judge.
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return idsByLabel.get(label);
    }

    private void look() {
        for (JsonNode each :
                api.get("/api/approvals?state=pending&limit=200").orThrow().path("approvals")) {
            String id = each.path("id").asText();
            if (!labelsById.containsKey(id)) {
                Matcher label =
                        LABEL.matcher(api.get("/api/approvals/" + id).orThrow().toString());
                labelsById.put(id, label.find() ? label.group() : "");
                idsByLabel.put(labelsById.get(id), id);
            }
        }
    }
}
