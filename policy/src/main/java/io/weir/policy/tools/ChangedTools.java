/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.tools;

/**
 * Which tools of a connection say something else about themselves than what was reviewed. Asked only where a condition reads
 * {@code mcp.tool.changed}, so that it costs nothing elsewhere.
 */
@FunctionalInterface
public interface ChangedTools {

    /** None has changed, as far as is known. */
    ChangedTools NONE = tool -> false;

    /** All count as changed: what cannot be compared is not what was reviewed. */
    ChangedTools ALL = tool -> true;

    /**
     * Whether the tool has changed. The same each time during one decision.
     *
     * @param tool its name; never empty
     */
    boolean contains(String tool);
}
