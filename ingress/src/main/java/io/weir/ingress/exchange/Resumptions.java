/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.events.Verdict;
import io.weir.ingress.decision.Bytes;
import io.weir.ingress.session.EventId;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Clients that come back for the rest of a stream (MCP 2025-11-25, "Resumability and Redelivery"). What they are told comes out of
 * the log, so that it is what was decided, and any process can tell it.
 */
final class Resumptions {
    private static final long LOOK_AGAIN_MS = 250;
    /** Longer than what a process does besides calling the upstream: two decisions, and the wait for people. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Exchanges.Tools tools;
    private final Set<OfAnswer> open = ConcurrentHashMap.newKeySet();

    Resumptions(Exchanges.Tools tools) {
        this.tools = tools;
    }

    /** How many clients are told what another process, or an earlier one, has to tell. */
    int size() {
        return open.size();
    }

    void tick(long nowNanos) {
        open.forEach(resumption -> resumption.client.keepAlive(nowNanos));
    }

    void close() {
        open.forEach(resumption -> resumption.client.breakOff());
    }

    /**
     * For a stream that answers a request.
     *
     * @param live tells the client what is not in the log yet; null if this process does not know the exchange
     */
    void begin(Caller caller, EventId from, ClientReply client, ResumableReply live) {
        if (live == null) {
            client.resumableAs(new StreamIds(tools.eventIds(), caller.route().sessionId(), from, false));
        }
        client.openStream(from.offset());
        new OfAnswer(caller, from, client, live).begin();
    }

    private final class OfAnswer implements VerdictLog.Reader {
        private final String sessionId;
        private final EventId from;
        private final ClientReply client;
        private final ResumableReply live;
        private final Replay replay;
        private final long patienceNanos;
        private long giveUpAt;
        private volatile boolean over;

        OfAnswer(Caller caller, EventId from, ClientReply client, ResumableReply live) {
            this.sessionId = caller.route().sessionId();
            this.from = from;
            this.client = client;
            this.live = live;
            this.replay = new Replay(from);
            this.patienceNanos = caller.upstream().timeout().plus(PATIENCE).toNanos();
            this.giveUpAt = System.nanoTime() + patienceNanos;
        }

        void begin() {
            if (live == null) {
                open.add(this);
            }
            client.onGone(this::over);
            tools.log().read(from.mailbox(), from.offset() + 1, sessionId, this);
        }

        private void over() {
            over = true;
            open.remove(this);
        }

        @Override
        public boolean take(Verdict verdict, long offset) {
            if (!over && replay.tell(verdict, offset, client)) {
                over();
            }
            giveUpAt = System.nanoTime() + patienceNanos;
            return !over;
        }

        @Override
        public void end(long next) {
            if (live != null) {
                live.caughtUp(client, next - 1);
            } else if (!over) {
                lookAgain(next);
            }
        }

        /** The exchange is another process's: what that will tell comes into its mailbox. */
        private void lookAgain(long next) {
            if (System.nanoTime() - giveUpAt >= 0) {
                // Alive, that process would have come to an end by now.
                client.answer(Answer.of(replay.unknown()), -1);
                over();
                return;
            }
            try {
                Future<?> unused = tools.timer()
                        .schedule(
                                () -> tools.log().read(from.mailbox(), next, sessionId, this),
                                LOOK_AGAIN_MS,
                                TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // Stopping.
                client.breakOff();
            }
        }

        @Override
        public void failed() {
            // The client comes back again, and has lost nothing.
            client.breakOff();
        }
    }

    /**
     * For a stream of what the server says by itself.
     *
     * @param stream goes on once the log is read
     * @param position where in the mailbox the next verdict will stand
     */
    void begin(Caller caller, EventId from, ServerStream stream, ServerStream.Client client, LongSupplier position) {
        client.open(new StreamIds(tools.eventIds(), caller.route().sessionId(), from, false), position.getAsLong());
        Replay replay = new Replay(from);
        VerdictLog.Reader reader = new VerdictLog.Reader() {
            @Override
            public boolean take(Verdict verdict, long offset) {
                // The last one that was heard says where the upstream is to go on.
                if (replay.isMessage(verdict) && offset > from.offset()) {
                    client.message(Bytes.of(verdict.getPayload()), offset);
                }
                return true;
            }

            @Override
            public void end(long next) {
                if (from.mailbox() == tools.intakes().mailbox()) {
                    stream.toldUpTo(next - 1);
                }
                stream.begin(replay.upstreamEventId());
            }

            @Override
            public void failed() {
                stream.giveUp();
            }
        };
        tools.log().read(from.mailbox(), from.offset(), caller.route().sessionId(), reader);
    }
}
