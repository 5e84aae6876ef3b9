/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.model;

/** How agents are called where processes are told apart. */
public final class AgentIds {
    private AgentIds() {}

    /** The instance id of the agent of this name, as its epochs have it; the same for whoever looks for the agent. */
    public static String instanceOf(String agent) {
        return "agent/" + agent;
    }
}
