/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

/**
 * An element of a list in a result.
 *
 * @param start offset of its first byte
 * @param end offset after its last byte
 * @param name what a call would ask for: a tool's or prompt's name, a resource's URI. Empty if it has none
 */
public record ListItem(int start, int end, String name) {}
