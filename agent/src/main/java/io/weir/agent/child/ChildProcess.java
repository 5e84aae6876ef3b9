/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.child;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server's process, with a thread for each of its three streams. */
public final class ChildProcess implements Child {
    private static final Logger LOG = LoggerFactory.getLogger(ChildProcess.class);
    private static final int MAX_QUEUED = 256;
    private static final long MAX_QUEUED_BYTES = 16 << 20;
    private static final int READ_BYTES = 16 << 10;
    private static final long DRAIN_MS = 1_000;
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final byte[] LAST = {};

    private final ChildCommand command;
    private final int maxLineBytes;
    private final Listener listener;
    private final String name = "weir-child-" + NUMBER.incrementAndGet();
    private final BlockingQueue<byte[]> queue = new LinkedBlockingQueue<>();
    private final AtomicLong queuedBytes = new AtomicLong();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CountDownLatch drained = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private volatile Process process;
    private volatile String reason = "The server's process ended";

    /** @param maxLineBytes longest line that it may write */
    public ChildProcess(ChildCommand command, int maxLineBytes, Listener listener) {
        this.command = command;
        this.maxLineBytes = maxLineBytes;
        this.listener = listener;
    }

    @Override
    public void start() {
        thread("-in", this::run);
    }

    private void thread(String suffix, Runnable task) {
        Thread thread = new Thread(task, name + suffix);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            process = command.start();
        } catch (IOException | RuntimeException e) {
            String why = e instanceof IOException ? e.getMessage() : "The agent cannot start the server";
            LOG.atError().addKeyValue("program", command.program()).log(why);
            tellEnd(new ChildEnd(false, why));
            gone.countDown();
            return;
        }
        LOG.atInfo()
                .addKeyValue("program", command.program())
                .addKeyValue("process", process.pid())
                .log("Started a server");
        thread("-out", this::read);
        thread("-err", this::drainErrors);
        CompletableFuture<Process> unused = process.onExit()
                .whenComplete((exited, failure) -> thread("-end", () -> {
                    // What a grandchild that is left holds open is not waited for.
                    awaitDrained(DRAIN_MS);
                    tellEnd(new ChildEnd(true, reason));
                    end(reason);
                }));
        if (ending.get()) {
            stopOnce();
        }
        write();
    }

    private void write() {
        try (OutputStream in = process.getOutputStream()) {
            for (byte[] line = queue.take(); line != LAST; line = queue.take()) {
                queuedBytes.addAndGet(-line.length);
                in.write(line);
                in.write('\n');
                if (queue.isEmpty()) {
                    in.flush();
                }
            }
        } catch (IOException e) {
            // It does not read any more; that it ends is heard elsewhere.
            end("The server's process closed its standard input");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        LineFramer framer = new LineFramer(maxLineBytes, new LineFramer.Listener() {
            @Override
            public void line(byte[] line) {
                if (!ended.get()) {
                    listener.line(line);
                }
            }

            @Override
            public void tooLong() {
                listener.tooLong();
            }
        });
        byte[] bytes = new byte[READ_BYTES];
        try (InputStream out = process.getInputStream()) {
            for (int count = out.read(bytes); count >= 0; count = out.read(bytes)) {
                framer.feed(bytes, count);
            }
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("process", process.pid()).log("A server's output ended abruptly");
        } finally {
            drained.countDown();
            end(reason);
        }
    }

    private void awaitDrained(long millis) {
        try {
            boolean all = drained.await(millis, TimeUnit.MILLISECONDS);
            LOG.atDebug().addKeyValue("all", all).log("A server's output was read");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Servers log there; it may hold anything, so only how much is told. */
    private void drainErrors() {
        byte[] bytes = new byte[READ_BYTES];
        long total = 0;
        try (InputStream err = process.getErrorStream()) {
            for (int count = err.read(bytes); count >= 0; count = err.read(bytes)) {
                total += count;
                LOG.atDebug()
                        .addKeyValue("process", process.pid())
                        .addKeyValue("bytes", total)
                        .log("A server writes to its standard error");
            }
        } catch (IOException e) {
            LOG.atDebug().addKeyValue("process", process.pid()).log("A server's standard error ended abruptly");
        }
    }

    @Override
    public boolean send(byte[] line) {
        if (ending.get() || queue.size() >= MAX_QUEUED || queuedBytes.addAndGet(line.length) > MAX_QUEUED_BYTES) {
            return false;
        }
        return queue.add(line);
    }

    @Override
    public void end(String why) {
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        reason = why;
        queue.add(LAST);
        if (process != null) {
            stopOnce();
        }
    }

    private void stopOnce() {
        if (stopping.compareAndSet(false, true)) {
            thread("-stop", this::stop);
        }
    }

    private void stop() {
        try {
            new ProcessTree(process).end();
            LOG.atInfo()
                    .addKeyValue("program", command.program())
                    .addKeyValue("process", process.pid())
                    .addKeyValue("reason", reason)
                    .log("Ended a server");
            tellEnd(new ChildEnd(true, reason));
        } finally {
            gone.countDown();
        }
    }

    private void tellEnd(ChildEnd end) {
        if (ended.compareAndSet(false, true)) {
            listener.ended(end);
        }
    }

    @Override
    public boolean awaitGone(Duration timeout) {
        try {
            return gone.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
