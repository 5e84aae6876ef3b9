/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.sse;

import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Who hears what a server says by itself: a client's GETs, of which the latest is told, since a message goes on one stream only. Until
 * there is one a little is kept, because a server may speak as soon as its session is open. Thread-safe.
 */
final class Audience {
    /** What is kept is unacknowledged; with many more, the stream would not be read on. */
    private static final int MAX_KEPT = 32;

    private final int maxKeptBytes;
    private final Runnable consumed;
    private final Deque<Listening> listening = new ArrayDeque<>();
    private final Deque<byte[]> kept = new ArrayDeque<>();
    private int keptBytes;

    /** @param consumed acknowledges a message of the stream */
    Audience(int maxKeptBytes, Runnable consumed) {
        this.maxKeptBytes = maxKeptBytes;
        this.consumed = consumed;
    }

    /** One GET of a client. */
    private final class Listening implements UpstreamCall {
        private final UpstreamListener listener;

        Listening(UpstreamListener listener) {
            this.listener = listener;
        }

        @Override
        public void consumed() {
            consumed.run();
        }

        @Override
        public void cancel() {
            if (leave(this)) {
                listener.ended(UpstreamEnd.of(UpstreamEnd.Kind.CANCELLED, "Broken off by the gateway"));
            }
        }
    }

    synchronized UpstreamCall join(UpstreamListener listener) {
        Listening joined = new Listening(listener);
        listening.addLast(joined);
        // In order: what comes meanwhile waits for the lock.
        listener.begun(joined, "", true);
        while (!kept.isEmpty()) {
            listener.message(kept.removeFirst());
        }
        keptBytes = 0;
        return joined;
    }

    private synchronized boolean leave(Listening left) {
        return listening.remove(left);
    }

    /** Tells a message, or keeps it in the place of older ones. */
    synchronized void hear(byte[] json) {
        if (!listening.isEmpty()) {
            listening.getLast().listener.message(json);
            return;
        }
        kept.addLast(json);
        keptBytes += json.length;
        while (kept.size() > MAX_KEPT || keptBytes > maxKeptBytes) {
            keptBytes -= kept.removeFirst().length;
            consumed.run();
        }
    }

    synchronized boolean isEmpty() {
        return listening.isEmpty();
    }

    void end(UpstreamEnd why) {
        List<Listening> all;
        synchronized (this) {
            all = new ArrayList<>(listening);
            listening.clear();
            kept.clear();
        }
        all.forEach(one -> one.listener.ended(why));
    }
}
