/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Processes that speak JSON-RPC by lines: how they are started, fed, read and ended. A process is trusted with nothing: what it writes is
 * bounded, what it does not read is not kept for it, and it ends together with all that it has started.
 */
package io.weir.agent.child;
