/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.agent;

import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import java.util.concurrent.atomic.AtomicReference;

/** A stream that stays open until it is broken off. */
final class OpenStream implements UpstreamCall {
    private final AtomicReference<UpstreamListener> listener;

    OpenStream(UpstreamListener listener) {
        this.listener = new AtomicReference<>(listener);
    }

    /** A call whose listener has heard its end. */
    static OpenStream over() {
        return new OpenStream(null);
    }

    @Override
    public void consumed() {
        // What comes is not read from here.
    }

    @Override
    public void cancel() {
        UpstreamListener hears = listener.getAndSet(null);
        if (hears != null) {
            hears.ended(UpstreamEnd.of(UpstreamEnd.Kind.CANCELLED, "Broken off by the gateway"));
        }
    }
}
