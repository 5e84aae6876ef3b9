/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.lifecycle;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of an instance. They start side by side where they do not need each other, and stop in the opposite order of
 * that in which they were ready. Thread-safe.
 */
public final class Parts implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Parts.class);

    private record Part(String name, AutoCloseable closeable) {}

    private final Deque<Part> ready = new ArrayDeque<>();
    private final ExecutorService starters = Executors.newCachedThreadPool(daemons());
    private boolean closed;

    private static ThreadFactory daemons() {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "weir-start-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Starts a part beside the others; it is stopped by {@link #close} from when it is ready. */
    public <T extends AutoCloseable> CompletableFuture<T> start(String name, Supplier<T> start) {
        return CompletableFuture.supplyAsync(() -> startNow(name, start), starters);
    }

    /** Starts a part here and now. */
    public <T extends AutoCloseable> T startNow(String name, Supplier<T> start) {
        long begin = System.nanoTime();
        T part = started(name, start);
        log.atInfo()
                .addKeyValue("part", name)
                .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin))
                .log("started");
        add(name, part);
        return part;
    }

    private static <T> T started(String name, Supplier<T> start) {
        try {
            return start.get();
        } catch (RuntimeException | Error e) {
            log.atWarn().addKeyValue("part", name).setCause(e).log("did not start");
            throw e;
        }
    }

    private void add(String name, AutoCloseable part) {
        Part added = new Part(name, part);
        synchronized (this) {
            if (!closed) {
                ready.push(added);
                return;
            }
        }
        // It was late: everything else is stopped already.
        stop(added);
    }

    /** Waits for a part, and throws what kept it from starting. */
    public static <T> T await(CompletableFuture<T> part) {
        try {
            return part.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Stops everything that is ready. A part that fails to stop does not keep the others from it. */
    @Override
    public void close() {
        Deque<Part> all;
        synchronized (this) {
            closed = true;
            all = new ArrayDeque<>(ready);
            ready.clear();
        }
        all.forEach(Parts::stop);
        starters.shutdown();
    }

    private static void stop(Part part) {
        long begin = System.nanoTime();
        try {
            part.closeable().close();
            log.atInfo()
                    .addKeyValue("part", part.name())
                    .addKeyValue("ms", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin))
                    .log("stopped");
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            log.atWarn().addKeyValue("part", part.name()).setCause(e).log("did not stop in order");
        }
    }
}
