/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.interactive;

/** The stores cannot be asked now, as during a rebalance or while they are restored; a later attempt may succeed. */
public final class StoresUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoresUnavailableException(String message) {
        super(message);
    }

    public StoresUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
