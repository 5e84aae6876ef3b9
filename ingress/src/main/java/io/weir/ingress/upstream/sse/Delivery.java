/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.sse;

import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import java.util.function.Consumer;

/** A message on its way to the server's endpoint; there is no more to hear of it than whether it was taken. */
final class Delivery implements UpstreamListener {
    private final SseSession session;
    private final Consumer<UpstreamEnd> taken;

    Delivery(SseSession session, Consumer<UpstreamEnd> taken) {
        this.session = session;
        this.taken = taken;
    }

    @Override
    public void begun(UpstreamCall call, String sessionId, boolean streamed) {
        // Nothing is said here; answers come on the stream.
        call.cancel();
    }

    @Override
    public void message(byte[] json) {
        // See above.
    }

    @Override
    public void ended(UpstreamEnd end) {
        taken.accept(end);
        if (end.kind() == UpstreamEnd.Kind.SESSION_GONE) {
            session.forgotten();
        }
    }
}
