/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

/** The client's side of a POST that holds requests. Thread-safe; no method blocks. */
public interface ClientReply extends MessageSink {

    /** Begins a stream now, since the answer will take its time. */
    void openStream();

    /** Answers one request; the last answer ends the reply. */
    void answer(Answer answer);

    /** Ends it without an answer, as if the connection had broken. */
    void breakOff();

    /** Has the listener called, once, when the client hangs up before its answer; at once if it already has. */
    void onGone(Runnable listener);
}
