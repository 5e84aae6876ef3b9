/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;

/** A closed loop: every client makes its next call when its last one was answered. */
public final class ClosedLoop {
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private ClosedLoop() {}

    /** One client: a call at a time. */
    public interface Client extends AutoCloseable {
        void call() throws Exception;

        @Override
        default void close() throws IOException {}
    }

    /**
     * What a run measured.
     *
     * @param p50Micros median latency in microseconds
     * @param p99Micros 99th percentile of the latency in microseconds
     * @param perSecond calls a second over all clients
     * @param cpuMicros CPU time of this whole process for each call, in microseconds; says more than the others where the
     *     machine has other work as well
     */
    public record Result(double p50Micros, double p99Micros, double perSecond, double cpuMicros) {}

    /**
     * Runs {@code clients} loops for {@code duration}, after one of {@code warmUp} that does not count.
     *
     * @throws ExecutionException when a call failed: a benchmark of errors means nothing
     */
    public static Result run(int clients, Duration warmUp, Duration duration, Callable<? extends Client> factory)
            throws Exception {
        List<Client> all = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            for (int i = 0; i < clients; i++) {
                all.add(factory.call());
            }
            loop(threads, all, warmUp);
            return loop(threads, all, duration);
        } finally {
            threads.shutdownNow();
            for (Client client : all) {
                client.close();
            }
        }
    }

    private static Result loop(ExecutorService threads, List<Client> clients, Duration duration) throws Exception {
        long cpuBefore = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        List<Future<long[]>> running = new ArrayList<>();
        for (Client client : clients) {
            running.add(threads.submit(() -> latencies(client, end)));
        }
        LongStream.Builder merged = LongStream.builder();
        for (Future<long[]> future : running) {
            Arrays.stream(future.get()).forEach(merged);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return summarize(merged.build().sorted().toArray(), seconds, PROCESS.getProcessCpuTime() - cpuBefore);
    }

    private static long[] latencies(Client client, long end) throws Exception {
        LongStream.Builder nanos = LongStream.builder();
        for (long before = System.nanoTime(); before < end; ) {
            client.call();
            long after = System.nanoTime();
            nanos.add(after - before);
            before = after;
        }
        return nanos.build().toArray();
    }

    private static Result summarize(long[] sorted, double seconds, long cpuNanos) {
        if (sorted.length == 0) {
            return new Result(Double.NaN, Double.NaN, 0, Double.NaN);
        }
        return new Result(
                sorted[sorted.length / 2] / 1e3,
                sorted[(int) Math.min(sorted.length - 1L, sorted.length * 99L / 100)] / 1e3,
                sorted.length / seconds,
                cpuNanos / 1e3 / sorted.length);
    }
}
