package io.weir.policy.message;

/** The bytes are no JSON-RPC message that can be decided on. Says why without quoting them. */
public final class MalformedMessageException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedMessageException(String message) {
        super(message);
    }
}
