/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.session;

import io.weir.agent.message.Envelope;
import io.weir.agent.message.Span;
import io.weir.events.Verdict;
import java.nio.charset.StandardCharsets;

/**
 * A client's request that the server has, and has not answered.
 *
 * @param number its id towards the server
 * @param clientId its id, JSON, as the client wrote it
 * @param clientKey see {@link Span#key}
 * @param name {@code params.name} or {@code params.uri}; empty if there is neither
 * @param verdict that let it through
 */
@SuppressWarnings("ArrayRecordComponent")
record OpenRequest(long number, byte[] clientId, String clientKey, String name, Verdict verdict) {

    static OpenRequest of(long number, Envelope envelope, byte[] payload, Verdict verdict) {
        return new OpenRequest(number, envelope.id().in(payload), envelope.id().key(), envelope.name(), verdict);
    }

    /** The id towards the server, JSON. */
    byte[] serverId() {
        return json(number);
    }

    static byte[] json(long number) {
        return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    String exchangeId() {
        return verdict.getExchangeId();
    }

    boolean isInitialize() {
        return verdict.getMethod().equals(Envelope.INITIALIZE);
    }

    /** Whether it is answered only when somebody ends it. */
    boolean isListen() {
        return verdict.getMethod().equals(Envelope.LISTEN);
    }
}
