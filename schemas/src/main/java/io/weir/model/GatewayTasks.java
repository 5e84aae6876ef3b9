/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.model;

/** Tasks that the gateway made, and not a server. */
public final class GatewayTasks {
    /** How their ids begin. */
    public static final String PREFIX = "weir-task-";

    private GatewayTasks() {}

    /** Whether the task of this id is the gateway's, so that no server is asked about it. */
    public static boolean isOne(String taskId) {
        return taskId.startsWith(PREFIX);
    }
}
