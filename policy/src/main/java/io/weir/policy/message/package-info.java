/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * JSON-RPC messages as bytes: one strict pass finds what a message asks for and where entities are in it, and masking
 * changes nothing but those places.
 */
package io.weir.policy.message;
