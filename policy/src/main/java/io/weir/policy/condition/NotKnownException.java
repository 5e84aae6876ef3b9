/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.condition;

/** A condition asked for what is not known. Costs no stack trace: it is thrown for every item of a list. */
final class NotKnownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotKnownException() {
        super("not known", null, false, false);
    }
}
