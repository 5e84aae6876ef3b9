/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.sse;

import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.upstream.Relay;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import io.weir.ingress.upstream.UpstreamSession;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Finds out which transport a server speaks (MCP 2025-11-25, "Backwards Compatibility"): when it refuses to have {@code initialize}
 * posted with 400, 404 or 405, its stream is asked for. If that does not begin as HTTP+SSE does, the refusal is told as it came.
 */
final class Detection implements UpstreamListener, UpstreamCall {
    private final SseRelay sse;
    private final Upstream upstream;
    private final UpstreamSession session;
    private final Message.Request initialize;
    private final UpstreamListener listener;
    private final AtomicReference<UpstreamCall> current = new AtomicReference<>(SseRelay.OVER);
    private volatile boolean cancelled;
    /** What is known of the refusal; null where it had no message. */
    private UpstreamCall refusal;

    private byte[] told;

    Detection(
            SseRelay sse,
            Upstream upstream,
            UpstreamSession session,
            Message.Request initialize,
            UpstreamListener listener) {
        this.sse = sse;
        this.upstream = upstream;
        this.session = session;
        this.initialize = initialize;
        this.listener = listener;
    }

    UpstreamCall begin(Relay http) {
        UpstreamCall posted = http.post(upstream, session, initialize.payload(), this);
        // It may have been refused already.
        current.compareAndSet(SseRelay.OVER, posted);
        cancelIfUnwanted();
        return this;
    }

    private void cancelIfUnwanted() {
        if (cancelled) {
            current.get().cancel();
        }
    }

    private static boolean mayBeOld(int status) {
        return status == 400 || status == 404 || status == 405;
    }

    @Override
    public void begun(UpstreamCall call, String sessionId, boolean streamed) {
        if (mayBeOld(call.status())) {
            refusal = call;
        } else {
            listener.begun(call, sessionId, streamed);
        }
    }

    @Override
    public void message(byte[] json) {
        if (refusal == null) {
            listener.message(json);
        } else {
            told = json;
        }
    }

    @Override
    public void ended(UpstreamEnd end) {
        boolean refused = refusal != null ? end.isAccepted() : mayBeOld(end.status());
        if (refused && !cancelled) {
            current.set(sse.open(upstream, session, initialize, listener, why -> refuse(end)));
            cancelIfUnwanted();
        } else {
            listener.ended(end);
        }
    }

    /** As the server did. */
    private void refuse(UpstreamEnd end) {
        if (told != null) {
            listener.begun(refusal, "", false);
            listener.message(told);
        }
        listener.ended(end);
    }

    @Override
    public void consumed() {
        current.get().consumed();
    }

    @Override
    public void cancel() {
        cancelled = true;
        current.get().cancel();
    }
}
