/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.virtual;

import io.weir.ingress.exchange.Caller;
import io.weir.ingress.exchange.ServerStream;
import io.weir.ingress.exchange.StreamIds;
import io.weir.ingress.upstream.UpstreamEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One stream of what several members say by themselves. All have it under the same id, and their verdicts stand in the same mailbox, so
 * that one position is enough to come back with. Thread-safe.
 */
final class MergedStream {
    private final Caller caller;
    private final String id;
    private final ServerStream.Client client;
    private final boolean comesBack;
    private final List<Runnable> closings = new CopyOnWriteArrayList<>();
    /** Those of which it is not known yet whether they have a stream, or which still tell what was missed. */
    private int pending;

    private int open;
    private boolean closed;
    private boolean begun;

    /**
     * @param caller the client, on the virtual connection
     * @param members how many have a part in it
     * @param comesBack whether members first tell what was missed
     */
    MergedStream(Caller caller, String id, ServerStream.Client client, int members, boolean comesBack) {
        this.caller = caller;
        this.id = id;
        this.client = client;
        this.pending = members;
        this.comesBack = comesBack;
    }

    ServerStream.Client of(Member member) {
        return new OfMember(member);
    }

    /** Has this run when the stream is closed; at once if it is. */
    void onClose(Runnable closing) {
        boolean late;
        synchronized (this) {
            late = closed;
            if (!late) {
                closings.add(closing);
            }
        }
        if (late) {
            closing.run();
        }
    }

    void close() {
        List<Runnable> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(closings);
            closings.clear();
        }
        all.forEach(Runnable::run);
    }

    private synchronized void open(StreamIds ids, long offset) {
        if (!begun) {
            begun = true;
            client.open(ids.in(caller.route().sessionId(), id, true), offset);
        }
    }

    /** Whoever comes back before all have told what was missed, is told that again: no position says how far they are. */
    private synchronized void message(Member member, byte[] json, long offset) {
        client.message(Outward.message(member, json), comesBack && pending > 0 ? -1 : offset);
    }

    /** A member is at the present. */
    private synchronized void live(StreamIds ids, long offset) {
        pending--;
        open++;
        if (comesBack && pending == 0) {
            client.open(ids.in(caller.route().sessionId(), id, true), offset);
        }
    }

    private synchronized void ended(boolean wasOpen, UpstreamEnd end) {
        if (wasOpen) {
            open--;
        } else {
            pending--;
        }
        if (open == 0 && pending == 0) {
            client.end(end);
        }
    }

    private final class OfMember implements ServerStream.Client {
        private final Member member;
        private boolean replays = comesBack;
        private boolean open;

        OfMember(Member member) {
            this.member = member;
        }

        @Override
        public void open(StreamIds ids, long offset) {
            MergedStream.this.open(ids, offset);
            if (replays) {
                replays = false;
            } else {
                open = true;
                live(ids, offset);
            }
        }

        @Override
        public void message(byte[] json, long offset) {
            MergedStream.this.message(member, json, offset);
        }

        @Override
        public void keepAlive(long nowNanos) {
            client.keepAlive(nowNanos);
        }

        @Override
        public void end(UpstreamEnd end) {
            ended(open, end);
        }
    }
}
