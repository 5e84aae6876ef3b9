/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * The client's side of an exchange that outlives the connection on which it began. While nobody listens, what there is to say is
 * in the log only; a client that comes back is given that first. Thread-safe.
 */
final class ResumableReply implements ClientReply {
    private static final int MAX_WAITING = 1024;

    private record Waiting(long offset, Consumer<ClientReply> what) {}

    /** Null while nobody listens. */
    private ClientReply current;
    /** What comes while the log is read; null while it is not. */
    private Deque<Waiting> waiting;

    private StreamIds ids = StreamIds.NONE;
    private Runnable onGone = () -> {};
    private boolean answered;
    /** Up to there, the log has told everything. */
    private long toldUpTo = -1;

    ResumableReply(ClientReply first) {
        this.current = first;
    }

    /**
     * A client has come back. What comes from now on waits until {@link #caughtUp}.
     *
     * @return false if the exchange is over; its answer is in the log then
     */
    synchronized boolean resume(ClientReply next) {
        if (answered) {
            return false;
        }
        if (current != null) {
            // It has lost the earlier connection, and we have not noticed yet.
            ClientReply lost = current;
            current = null;
            lost.breakOff();
        }
        current = next;
        waiting = new ArrayDeque<>();
        next.onGone(() -> gone(next));
        return true;
    }

    /** The log was read up to there; nothing of it is to be told twice. */
    synchronized void caughtUp(ClientReply reader, long lastOffset) {
        if (current != reader || waiting == null) {
            return;
        }
        Deque<Waiting> late = waiting;
        waiting = null;
        toldUpTo = lastOffset;
        late.forEach(next -> tell(next.offset(), next.what()));
    }

    private synchronized void tell(long offset, Consumer<ClientReply> what) {
        // The reader of the log may have been there before the mailbox.
        boolean told = offset >= 0 && offset <= toldUpTo;
        if (current == null || told) {
            return;
        }
        if (waiting == null) {
            what.accept(current);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(new Waiting(offset, what));
        } else {
            // Too slow a reader; it may come back for what it has not got.
            ClientReply slow = current;
            current = null;
            slow.breakOff();
        }
    }

    @Override
    public synchronized void resumableAs(StreamIds streamIds) {
        ids = streamIds;
        current.resumableAs(streamIds);
    }

    synchronized StreamIds ids() {
        return ids;
    }

    @Override
    public void message(byte[] json, long offset) {
        tell(offset, reply -> reply.message(json, offset));
    }

    @Override
    public void openStream(long offset) {
        tell(offset, reply -> reply.openStream(offset));
    }

    @Override
    public synchronized void answer(Answer answer, long offset) {
        answered = true;
        tell(offset, reply -> reply.answer(answer, offset));
    }

    @Override
    public synchronized void pause(long retryMillis) {
        if (current != null && waiting == null) {
            ClientReply paused = current;
            current = null;
            paused.pause(retryMillis);
        }
    }

    @Override
    public synchronized void breakOff() {
        if (current != null) {
            current.breakOff();
        }
    }

    @Override
    public synchronized void keepAlive(long nowNanos) {
        if (current != null) {
            current.keepAlive(nowNanos);
        }
    }

    /** Called each time that a client hangs up, not when it was told to come back. */
    @Override
    public synchronized void onGone(Runnable listener) {
        onGone = listener;
        ClientReply first = current;
        if (first != null) {
            first.onGone(() -> gone(first));
        }
    }

    private void gone(ClientReply which) {
        Runnable listener = () -> {};
        synchronized (this) {
            if (current == which) {
                current = null;
                waiting = null;
                listener = onGone;
            }
        }
        listener.run();
    }
}
