/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** The connections whose servers this agent starts, as {@code weir.config} has them now. */
package io.weir.agent.connection;
