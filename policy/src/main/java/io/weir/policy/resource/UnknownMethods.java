/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

/** What becomes of a method that no supported MCP revision knows. */
public enum UnknownMethods {
    BLOCK,
    /** It is decided by the policy like any other; every string in it is looked at. */
    ALLOW
}
