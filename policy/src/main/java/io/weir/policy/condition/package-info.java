/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** CEL conditions: which variables there are, their types, and the limits that keep an evaluation short. */
package io.weir.policy.condition;
