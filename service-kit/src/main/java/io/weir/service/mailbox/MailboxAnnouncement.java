/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.mailbox;

import io.weir.events.Direction;
import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.ReplyTo;
import io.weir.model.MessageIds;
import io.weir.model.Principal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tells every partition of {@code weir.intake} which epoch of an instance is alive: what an earlier one left behind is then recorded as
 * unknown, and is never executed again.
 */
public final class MailboxAnnouncement {
    private static final long TIMEOUT_SECONDS = 60;

    private final EventProducer producer;
    private final ReplyTo mailbox;

    /** @param mailbox of this process */
    public MailboxAnnouncement(EventProducer producer, ReplyTo mailbox) {
        this.producer = producer;
        this.mailbox = mailbox;
    }

    /**
     * This process has taken over the mailbox; to be sent before anything else. Blocks until it is durable.
     *
     * @throws IllegalStateException if it does not become durable within a minute
     */
    public void opened() {
        send("A process took over its mailbox", Map.of());
    }

    /**
     * This process leaves, and has no successor yet. Blocks until it is durable.
     *
     * @throws IllegalStateException if it does not become durable within a minute
     */
    public void closed() {
        send("A process left its mailbox", Map.of("closed", "true"));
    }

    private void send(String reason, Map<String, String> more) {
        CompletableFuture<?>[] writes = new CompletableFuture<?>[producer.intakePartitions()];
        for (int partition = 0; partition < writes.length; partition++) {
            writes[partition] = producer.intake(fact(reason, more), partition).toCompletableFuture();
        }
        await(CompletableFuture.allOf(writes));
    }

    private Intake fact(String reason, Map<String, String> more) {
        String epoch = mailbox.getEpoch();
        String instance = epoch.substring(0, epoch.lastIndexOf(':'));
        Map<String, String> attributes = new HashMap<>(more);
        attributes.put("instance", instance);
        attributes.put("epoch", epoch);
        return new Intake(
                MessageIds.next(),
                "",
                "mailbox." + instance,
                MessageKind.FACT,
                Direction.CLIENT_TO_SERVER,
                Instant.now(),
                Principal.anonymous().toRecord(),
                "",
                "",
                "",
                "",
                ByteBuffer.allocate(0),
                null,
                mailbox,
                null,
                new Fact(FactType.MAILBOX_OPENED, reason, attributes),
                "",
                "",
                false);
    }

    private static void await(CompletableFuture<Void> writes) {
        try {
            writes.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the mailbox was announced", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The mailbox could not be announced to weir.intake", e);
        }
    }
}
