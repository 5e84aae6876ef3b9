/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.session;

import io.weir.events.Intake;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes to {@code weir.intake}, only so much at a time: a server is read as fast as the log takes what it says. Thread-safe. */
public final class Outbox {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int MAX_UNACKNOWLEDGED = 256;

    private final Function<Intake, CompletionStage<Void>> log;
    private final Semaphore room = new Semaphore(MAX_UNACKNOWLEDGED);
    private final LongAdder lost = new LongAdder();

    /** @param log writes to {@code weir.intake}; its stage completes when the write is durable, or fails */
    public Outbox(Function<Intake, CompletionStage<Void>> log) {
        this.log = log;
    }

    /** Sends an event; does not block. */
    CompletionStage<Void> send(Intake event) {
        return log.apply(event).whenComplete((durable, failure) -> {
            if (failure != null) {
                lost.increment();
                LOG.atWarn()
                        .addKeyValue("messageId", event.getMessageId())
                        .addKeyValue("failure", failure.getClass().getSimpleName())
                        .log("A message could not be written to the log");
            }
        });
    }

    /**
     * Makes an event and sends it when there is room for another one of a server's. Blocks until there is.
     *
     * @param makes the event; empty if there is nothing to send
     */
    void sendWhenRoom(Supplier<Optional<Intake>> makes) {
        room.acquireUninterruptibly();
        CompletionStage<Void> sent = CompletableFuture.completedStage(null);
        try {
            sent = makes.get().map(this::send).orElse(sent);
        } finally {
            sent.whenComplete((durable, failure) -> room.release());
        }
    }

    /** How many events could not be written. */
    public long lost() {
        return lost.sum();
    }
}
