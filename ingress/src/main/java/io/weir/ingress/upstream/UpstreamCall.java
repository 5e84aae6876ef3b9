/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

import java.util.OptionalLong;

/** One call of an upstream, from its request to the end of its answer. Thread-safe; no method blocks. */
public interface UpstreamCall {

    /** Acknowledges one message; the upstream is read on only while few are unacknowledged. */
    void consumed();

    /** Breaks the call off. The listener hears of it, unless the call had already ended. */
    void cancel();

    /** Parts of the answer are of no use; only the whole is waited for. */
    default void wholeOnly() {}

    /** The last event id of a streamed answer, empty if it gave none. */
    default String lastEventId() {
        return "";
    }

    /** The reconnection time that a streamed answer asked for, milliseconds. */
    default OptionalLong retryMillis() {
        return OptionalLong.empty();
    }

    /** The HTTP status of an answer that carries a message: 200, or that of an error which is told as one. */
    default int status() {
        return 200;
    }
}
