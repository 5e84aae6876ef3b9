/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress;

import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.ingress.decision.Intakes;
import io.weir.ingress.decision.Route;
import io.weir.model.Principal;
import io.weir.service.mailbox.EventProducer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tells every partition of {@code weir.intake} that this process has a new epoch, before it sends anything else: what an earlier
 * one left behind is then recorded as unknown, and is never executed again.
 */
final class MailboxAnnouncement {
    private static final long TIMEOUT_SECONDS = 60;

    private MailboxAnnouncement() {}

    /** Sends it and waits until it is durable. */
    static void send(EventProducer producer, Intakes intakes, String epoch) {
        String instance = epoch.substring(0, epoch.lastIndexOf(':'));
        Route route = new Route(Principal.anonymous().toRecord(), "mailbox." + instance, "", "");
        Fact fact = new Fact(
                FactType.MAILBOX_OPENED,
                "A process took over its mailbox",
                Map.of("instance", instance, "epoch", epoch));
        CompletableFuture<?>[] writes = new CompletableFuture<?>[producer.intakePartitions()];
        for (int partition = 0; partition < writes.length; partition++) {
            writes[partition] =
                    producer.intake(intakes.fact(route, "", fact), partition).toCompletableFuture();
        }
        await(CompletableFuture.allOf(writes));
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
