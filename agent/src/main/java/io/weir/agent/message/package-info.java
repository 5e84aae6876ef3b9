/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * JSON-RPC messages as bytes: what they say of themselves, and where in them the ids stand that differ on both sides. Nothing but ids is
 * ever rewritten.
 */
package io.weir.agent.message;
