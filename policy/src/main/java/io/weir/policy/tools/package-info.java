/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** What a server says its tools are, so that one that changes later is noticed. */
package io.weir.policy.tools;
