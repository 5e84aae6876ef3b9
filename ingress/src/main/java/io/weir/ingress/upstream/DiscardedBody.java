/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** A body that nobody reads. A short one is drained, so that the connection can be used again; a long one is broken off. */
final class DiscardedBody implements BodySubscriber<Void> {
    private static final long MAX_DRAINED_BYTES = 64 * 1024;

    private final boolean drains;

    DiscardedBody(OptionalLong contentLength) {
        this.drains = contentLength.orElse(Long.MAX_VALUE) <= MAX_DRAINED_BYTES;
    }

    @Override
    public CompletionStage<Void> getBody() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onSubscribe(Flow.Subscription opened) {
        if (drains) {
            opened.request(Long.MAX_VALUE);
        } else {
            opened.cancel();
        }
    }

    @Override
    public void onNext(List<ByteBuffer> chunks) {
        // Dropped.
    }

    @Override
    public void onError(Throwable failure) {
        // Nobody waits for this body.
    }

    @Override
    public void onComplete() {
        // Nobody waits for this body.
    }
}
