/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What becomes of a message. {@link io.weir.policy.Decider} is the way in; {@code Deciding} walks through one decision:
 * the message is read once, strictly; every rule for its connection is evaluated; block beats hold beats allow; what masks
 * found is replaced in the original bytes. Whatever goes wrong blocks.
 */
package io.weir.policy;
