/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.ingress.session.Session;

/**
 * The last message of an exchange to its client.
 *
 * @param json the JSON-RPC response
 * @param status the HTTP status, where the answer is not a stream
 * @param streamed whether the upstream streamed its answer, so that the client gets a stream as well
 * @param opened the session that this answer opens, or null
 */
@SuppressWarnings("ArrayRecordComponent")
public record Answer(byte[] json, int status, boolean streamed, Session opened) {

    static Answer of(byte[] json) {
        return new Answer(json, 200, false, null);
    }
}
