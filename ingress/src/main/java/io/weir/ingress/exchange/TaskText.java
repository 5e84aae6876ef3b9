/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import static io.weir.ingress.jsonrpc.Answers.string;

import io.weir.ingress.jsonrpc.Members;
import io.weir.ingress.session.TaskId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * A task as JSON, in the two forms that it has had: in sessions (MCP 2025-11-25, "Tasks") and without (extension {@code
 * io.modelcontextprotocol/tasks}, SEP-2663).
 */
final class TaskText {
    /** What became of a task can be told for as long as verdicts are kept; people have to decide within that. */
    private static final long TTL_MS = Duration.ofHours(4).toMillis();

    private static final long POLL_MS = 2_000;

    private final boolean stateless;
    private final String taskId;
    private final Instant createdAt;

    TaskText(boolean stateless, String taskId, TaskId id) {
        this.stateless = stateless;
        this.taskId = taskId;
        this.createdAt = Instant.ofEpochMilli(id.createdAtMs());
    }

    /** The result of the call that became a task. */
    String created(String message) {
        return stateless
                ? "{\"resultType\":\"task\"," + members("working", message, createdAt) + "}"
                : "{\"task\":{" + members("working", message, createdAt) + "}}";
    }

    String working(String message, Instant now) {
        return result(members("working", message, now));
    }

    String cancelled(Instant now) {
        return result(members("cancelled", "Cancelled by its client", now));
    }

    /** The result of {@code tasks/cancel} where it says nothing, and of {@code tasks/update}. */
    String acknowledged() {
        return result("");
    }

    /** @param response the JSON-RPC response to the call */
    String over(byte[] response, Instant now) {
        String result = text(response, "result");
        String error = text(response, "error");
        if (result.isEmpty()) {
            return result(members("failed", "", now) + (stateless ? ",\"error\":" + error : ""));
        }
        return result(members("completed", "", now) + (stateless ? ",\"result\":" + result : ""));
    }

    /** What {@code tasks/result} answers: the call's own result, with a note of the task that it is of. */
    byte[] ofCall(byte[] response) {
        byte[] result = Members.value(response, "result").orElse(new byte[] {'{', '}'});
        String related = "{\"taskId\":" + string(taskId) + "}";
        byte[] meta = Members.value(result, "_meta").orElse(new byte[] {'{', '}'});
        byte[] noted = Members.with(meta, "io.modelcontextprotocol/related-task", related);
        return Members.with(Members.without(result, "_meta"), "_meta", new String(noted, StandardCharsets.UTF_8));
    }

    private String result(String members) {
        String type = stateless ? "\"resultType\":\"complete\"" : "";
        return "{" + type + (type.isEmpty() || members.isEmpty() ? "" : ",") + members + "}";
    }

    private String members(String status, String message, Instant updatedAt) {
        return "\"taskId\":" + string(taskId) + ",\"status\":\"" + status + "\""
                + (message.isEmpty() ? "" : ",\"statusMessage\":" + string(message))
                + ",\"createdAt\":\"" + createdAt + "\",\"lastUpdatedAt\":\"" + updatedAt + "\","
                + (stateless ? "\"ttlMs\":" : "\"ttl\":") + TTL_MS + ","
                + (stateless ? "\"pollIntervalMs\":" : "\"pollInterval\":") + POLL_MS;
    }

    private static String text(byte[] response, String member) {
        return Members.value(response, member)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .orElse("");
    }
}
