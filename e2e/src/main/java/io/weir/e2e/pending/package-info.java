/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** What unmodified clients, with timeouts of their own, see of a call that waits for a person: client by client. */
package io.weir.e2e.pending;
