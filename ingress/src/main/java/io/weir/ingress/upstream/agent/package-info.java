/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** Servers that run beside an agent, which acts on verdicts itself. */
package io.weir.ingress.upstream.agent;
