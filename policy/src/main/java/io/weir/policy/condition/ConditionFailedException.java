/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.condition;

/** A condition could not be evaluated on a message. Says why in general terms: the details may hold its text. */
public final class ConditionFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    ConditionFailedException(String message) {
        super(message);
    }
}
