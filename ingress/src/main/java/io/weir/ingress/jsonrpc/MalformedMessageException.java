/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.jsonrpc;

/** The bytes are no acceptable JSON-RPC message. Its text never quotes them. */
public final class MalformedMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * @param code {@link ErrorCode#PARSE_ERROR} or {@link ErrorCode#INVALID_REQUEST}
     * @param message what is wrong, for people, without any of the input
     */
    public MalformedMessageException(int code, String message) {
        // No cause: a parser's own exception quotes what it read. No stack: it is thrown for every bad message.
        super(message, null, false, false);
        this.code = code;
    }

    static MalformedMessageException parseError(String message) {
        return new MalformedMessageException(ErrorCode.PARSE_ERROR, message);
    }

    static MalformedMessageException invalidRequest(String message) {
        return new MalformedMessageException(ErrorCode.INVALID_REQUEST, message);
    }

    /** The JSON-RPC error code to answer with. */
    public int code() {
        return code;
    }
}
