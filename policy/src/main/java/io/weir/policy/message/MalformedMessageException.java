/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

/** The bytes are no JSON-RPC message that can be decided on. Says why without quoting them. */
public final class MalformedMessageException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient byte[] id;

    public MalformedMessageException(String message) {
        this(message, null);
    }

    /** @param id the message's id as it is written, where it could be read; else null */
    public MalformedMessageException(String message, byte[] id) {
        super(message);
        this.id = id;
    }

    /** The message's id as it is written; null if it could not be read. */
    public byte[] id() {
        return id;
    }
}
