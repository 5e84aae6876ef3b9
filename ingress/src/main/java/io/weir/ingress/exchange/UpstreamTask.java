/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.ingress.jsonrpc.Answers;
import io.weir.ingress.jsonrpc.Members;
import java.util.Optional;

/**
 * A task that an upstream made of a call which waited as one of the gateway's. Its client knows that one only.
 *
 * @param id the upstream's id for it
 * @param ours the gateway's
 */
record UpstreamTask(String id, String ours) {
    private static final String RESULT = "result";
    private static final String TASK_ID = "taskId";

    /** The task that a response to a tool call is; empty if it is the outcome. */
    static Optional<UpstreamTask> of(byte[] response, String ours) {
        // Within a session it is in an object of its own (MCP 2025-11-25, "Tasks"), and later in the result itself.
        boolean isTask = Members.text(response, RESULT, "resultType")
                .filter("task"::equals)
                .isPresent();
        return Members.text(response, RESULT, "task", TASK_ID)
                .or(() -> isTask ? Members.text(response, RESULT, TASK_ID) : Optional.empty())
                .map(id -> new UpstreamTask(id, ours));
    }

    /** A request about the gateway's task, as one about the upstream's. */
    byte[] asked(byte[] request) {
        return Members.replaced(request, Answers.string(id), "params", TASK_ID);
    }

    /** What the upstream answers to that, as the client knows it. */
    byte[] answered(byte[] response) {
        String known = Answers.string(ours);
        byte[] named = Members.replaced(response, known, RESULT, TASK_ID);
        return Members.replaced(named, known, RESULT, "_meta", "io.modelcontextprotocol/related-task", TASK_ID);
    }
}
