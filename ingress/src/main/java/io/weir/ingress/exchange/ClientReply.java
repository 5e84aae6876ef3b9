/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

/** The client's side of a POST that holds requests. Thread-safe; no method blocks. */
public interface ClientReply extends MessageSink {

    /** Gives the events of the stream ids, should there be a stream; before anything else. */
    void resumableAs(StreamIds ids);

    /**
     * Begins a stream now, since the answer will take its time.
     *
     * @param offset where in the mailbox the verdict stands after which it begins; negative if unknown
     */
    void openStream(long offset);

    /**
     * Answers one request; the last answer ends the reply.
     *
     * @param offset where in the mailbox the answer's verdict stands; negative if it has none
     */
    void answer(Answer answer, long offset);

    /** Ends the stream without an answer; the client comes back for the rest. */
    void pause(long retryMillis);

    /** Ends it without an answer, as if the connection had broken. */
    void breakOff();

    /** Has the listener called, once, when the client hangs up before its answer; at once if it already has. */
    void onGone(Runnable listener);
}
