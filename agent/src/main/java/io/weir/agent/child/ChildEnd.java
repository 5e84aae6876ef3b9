/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.child;

/**
 * How a process ended.
 *
 * @param started false if it never ran, so that it got nothing
 * @param reason for people
 */
public record ChildEnd(boolean started, String reason) {}
