/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that looks at deadlines. */
final class Ticker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final long TICK_MS = 100;
    private static final long CHORES_MS = 30_000;

    private final ScheduledExecutorService timer = thread("weir-ingress-timer");
    // For what may block, such as reading files.
    private final ScheduledExecutorService chores = thread("weir-ingress-chores");

    private static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * @param tick is given {@link System#nanoTime()}, often; must not block
     * @param chores are done now and then; may block
     */
    void start(LongConsumer tick, Runnable... chores) {
        Future<?> unused = timer.scheduleWithFixedDelay(
                guarded(() -> tick.accept(System.nanoTime())), TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
        for (Runnable chore : chores) {
            Future<?> unusedToo =
                    this.chores.scheduleWithFixedDelay(guarded(chore), CHORES_MS, CHORES_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** A task that throws would not be run again. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("A periodic task failed");
            }
        };
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        chores.shutdownNow();
    }
}
