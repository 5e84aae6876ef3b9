/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;

/** Reads the body of an answer that carries messages. */
abstract class AnswerBody implements Flow.Subscriber<List<ByteBuffer>> {
    final UpstreamCall call;
    final UpstreamListener listener;
    final int maxMessageBytes;
    private volatile Flow.Subscription subscription;

    AnswerBody(UpstreamCall call, UpstreamListener listener, int maxMessageBytes) {
        this.call = call;
        this.listener = listener;
        this.maxMessageBytes = maxMessageBytes;
    }

    @Override
    public final void onSubscribe(Flow.Subscription opened) {
        subscription = opened;
        if (call.hasEnded()) {
            opened.cancel();
        } else {
            opened.request(1);
        }
    }

    @Override
    public final void onError(Throwable failure) {
        call.end(UpstreamEnd.of(UpstreamEnd.Kind.BROKEN, "The connection broke before the answer was complete"));
    }

    void consumed() {}

    final void more() {
        subscription.request(1);
    }

    final void cancel() {
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
    }

    final void refuse(String reason) {
        call.end(UpstreamEnd.invalid(reason));
        cancel();
    }
}
