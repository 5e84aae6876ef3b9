/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** Policies and connections as an administrator writes them in YAML, read strictly, with a line for every problem. */
package io.weir.policy.resource;
