/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/** Detectors: they find entities in a text, fast where there are none, and mask them. They know nothing of JSON. */
package io.weir.policy.detect;
