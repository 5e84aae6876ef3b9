/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

/** The client's side of an exchange whose client has an answer already, and asks for the outcome. */
final class Nobody implements ClientReply {

    @Override
    public void resumableAs(StreamIds ids) {
        // There is no stream.
    }

    @Override
    public void message(byte[] json, long offset) {
        // A task's progress is its status.
    }

    @Override
    public void openStream(long offset) {
        // There is no stream.
    }

    @Override
    public void answer(Answer answer, long offset) {
        // It is in the log.
    }

    @Override
    public void pause(long retryMillis) {
        // There is no stream.
    }

    @Override
    public void breakOff() {
        // There is no connection.
    }

    @Override
    public void keepAlive(long nowNanos) {
        // There is no stream.
    }

    @Override
    public void onGone(Runnable listener) {
        // Nobody can go.
    }
}
