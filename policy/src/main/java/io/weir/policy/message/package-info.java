/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * JSON-RPC messages as bytes: one strict pass finds what a message asks for, where entities are in it and where the items
 * of a list are; masking and hiding change nothing but those places.
 *
 * <p>{@code MessageReader} walks the message and, with it, the tables of what MCP says: {@code Bodies} by method, {@code
 * Places} for the objects that several methods have. They tell for every string, number and name how it is treated.
 */
package io.weir.policy.message;
