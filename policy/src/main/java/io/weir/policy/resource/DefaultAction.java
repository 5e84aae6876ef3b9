/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

/** What becomes of a client's request or notification that no rule decides. */
public enum DefaultAction {
    ALLOW,
    BLOCK
}
