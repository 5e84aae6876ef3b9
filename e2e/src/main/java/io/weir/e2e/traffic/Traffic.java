/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.traffic;

import io.weir.e2e.load.Journal;
import io.weir.standalone.Standalone;
import io.weir.standalone.StandaloneConfig;
import io.weir.standalone.client.McpCaller;
import io.weir.standalone.client.WeirApi;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many clients of both eras on one Weir, whose sessions use the same ids at the same time, and who cancel, hang up and come back
 * while the upstream is restarted. What each of them does follows from the seed; how it interleaves does not.
 */
final class Traffic {
    /** Begins the names of clients whose requests stand for themselves. */
    static final String MODERN = "m";

    private static final String[] PEOPLE = {"alice", "bob", "carol"};
    private static final int SESSIONS = 9;
    private static final int CALLERS = 3;
    private static final int STATELESS = 12;
    private static final int RESTARTS = 4;
    private static final long AWAY_NANOS = Duration.ofMillis(300).toNanos();
    private static final Duration QUIET_WITHIN = Duration.ofSeconds(40);
    private static final Duration AT_LEAST = Duration.ofMinutes(2);
    private static final Duration EACH = Duration.ofMillis(30);
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(100).toNanos();
    private static final Pattern GAUGE =
            Pattern.compile("(?m)^(weir_ingress_(?:exchanges|streams|undecided))(?:\\{[^}]*})? ([0-9.E]+)$");

    private static final String CONFIG = """
            connection:
              name: traffic
              kind: mcp
              url: %s
              allowedGroups: [analysts, approvers]
              timeout: 10s
            ---
            policy:
              name: traffic
              default: allow
              rules:
                - name: no-deletes
                  when: mcp.tool.name.startsWith("delete_")
                  block: {message: "Nothing is deleted here."}
                - name: personal-data
                  mask: {entities: [EMAIL, CREDIT_CARD, IBAN]}
            """;

    private final Witness witness = new Witness();
    private final int exchanges;
    private final long seed;
    private final AtomicInteger begun = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final List<LegacyClient> clients = new ArrayList<>();
    private volatile boolean over;

    private Traffic(int exchanges, long seed) {
        this.exchanges = exchanges;
        this.seed = seed;
    }

    /**
     * Runs so many exchanges, and returns when all have ended and the journal was held against them, or when that took too long.
     *
     * @param data a directory that does not exist yet
     * @param out is told the seed at once, and in the end what happened
     * @return what is wrong, the first of it
     */
    static List<String> run(int exchanges, long seed, Path data, PrintWriter out)
            throws IOException, InterruptedException {
        out.printf("%d exchanges with --seed %d%n", exchanges, seed);
        out.flush();
        Traffic traffic = new Traffic(exchanges, seed);
        traffic.run(data);
        traffic.print(out);
        return traffic.witness.wrong();
    }

    private void run(Path data) throws IOException, InterruptedException {
        try (StampingUpstream upstream = new StampingUpstream(witness);
                Standalone weir = Standalone.start(StandaloneConfig.on(data))) {
            new WeirApi(weir.uri(), weir.token("admin"))
                    .postYaml("/api/config", CONFIG.formatted(upstream.uri()))
                    .orThrow();
            awaitConnection(weir);
            long started = System.nanoTime();
            start(weir, upstream);
            awaitThreads(started);
            witness.count("seconds", (System.nanoTime() - started) / 1_000_000_000);
            clients.forEach(LegacyClient::close);
            awaitQuiet(weir.uri());
            JournalAudit audit = new JournalAudit(witness);
            Journal.read(weir, audit::add);
            audit.judge();
            witness.count("journal entries", audit.entries());
            compareCalls(upstream);
        }
    }

    private void start(Standalone weir, StampingUpstream upstream) {
        URI endpoint = weir.uri().resolve("/mcp/traffic");
        Random dice = new Random(seed);
        for (int i = 0; i < SESSIONS; i++) {
            String person = PEOPLE[i % PEOPLE.length];
            LegacyClient client = new LegacyClient(
                    "l" + i + "-" + person,
                    endpoint,
                    weir.token(person),
                    i % 2 == 0,
                    witness,
                    new Random(dice.nextLong()));
            clients.add(client);
            for (int caller = 0; caller < CALLERS; caller++) {
                Random own = new Random(dice.nextLong());
                Line line = client.line();
                work("traffic-l" + i + "-" + caller, () -> client.exchange(line, own), line::close);
            }
        }
        for (int i = 0; i < STATELESS; i++) {
            String person = PEOPLE[i % PEOPLE.length];
            ModernClient client = new ModernClient(MODERN + i + "-" + person, endpoint, weir.token(person), witness);
            Random own = new Random(dice.nextLong());
            work("traffic-m" + i, () -> client.exchange(own), client::close);
        }
        intrude(endpoint, weir, new Random(dice.nextLong()));
        thread("traffic-restarts", () -> restart(upstream));
    }

    private interface Work {
        void once() throws IOException;
    }

    private void work(String name, Work work, Runnable afterFailure) {
        thread(name, () -> {
            while (!over && begun.getAndIncrement() < exchanges) {
                try {
                    work.once();
                } catch (IOException | RuntimeException e) {
                    witness.wrong(name + " failed: " + e);
                    afterFailure.run();
                }
            }
            afterFailure.run();
        });
    }

    /** Carol's own, in other people's. */
    private void intrude(URI endpoint, Standalone weir, Random random) {
        LegacyClient own = new LegacyClient(
                "i0-carol", endpoint, weir.token("carol"), false, witness, new Random(random.nextLong()));
        List<LegacyClient> victims = new ArrayList<>(clients);
        victims.removeIf(client -> client.isOf("carol"));
        clients.add(own);
        Intruder intruder = new Intruder(own, victims, witness, random);
        thread("traffic-intruder", () -> {
            while (!over && begun.get() < exchanges) {
                try {
                    intruder.tryOne();
                } catch (IOException | RuntimeException e) {
                    witness.wrong("The intruder failed: " + e);
                }
            }
        });
    }

    private void restart(StampingUpstream upstream) {
        for (int restart = 1; restart <= RESTARTS; restart++) {
            int at = (int) ((long) exchanges * restart / (RESTARTS + 1));
            while (!over && begun.get() < at) {
                LockSupport.parkNanos(LOOK_AGAIN_NANOS / 10);
            }
            if (over) {
                return;
            }
            try {
                upstream.leave();
                LockSupport.parkNanos(AWAY_NANOS);
                upstream.comeBack(restart % 2 == 0);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void thread(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    private void awaitThreads(long started) throws InterruptedException {
        long deadline = started + AT_LEAST.toNanos() + EACH.toNanos() * exchanges;
        for (Thread thread : threads) {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
            if (thread.isAlive()) {
                over = true;
                witness.wrong(thread.getName() + " has not ended in time");
            }
        }
        over = true;
    }

    private static void awaitConnection(Standalone weir) {
        long deadline = System.nanoTime() + QUIET_WITHIN.toNanos();
        while (true) {
            try {
                McpCaller.connect(weir.uri(), "traffic", weir.token("alice")).close();
                return;
            } catch (RuntimeException notYet) {
                if (System.nanoTime() > deadline) {
                    throw notYet;
                }
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
    }

    /** Nothing may be left under way in the gateway. */
    private void awaitQuiet(URI weir) throws IOException, InterruptedException {
        long started = System.nanoTime();
        String left = left(weir);
        while (!left.isEmpty() && System.nanoTime() - started < QUIET_WITHIN.toNanos()) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            left = left(weir);
        }
        if (!left.isEmpty()) {
            witness.wrong("Left under way in the gateway after " + QUIET_WITHIN + ":" + left);
        }
    }

    private static String left(URI weir) throws IOException, InterruptedException {
        String metrics = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(weir.resolve("/metrics")).build(), BodyHandlers.ofString())
                .body();
        StringBuilder left = new StringBuilder();
        int gauges = 0;
        for (Matcher gauge = GAUGE.matcher(metrics); gauge.find(); gauges++) {
            if (Double.parseDouble(gauge.group(2)) != 0) {
                left.append(' ').append(gauge.group());
            }
        }
        return gauges == 3 ? left.toString() : " the metrics are not there";
    }

    /** An upstream call happens at most once. */
    private void compareCalls(StampingUpstream upstream) {
        upstream.calls().forEach((tag, calls) -> {
            AtomicInteger sent = witness.sent().get(tag);
            if (sent == null || calls.get() > sent.get()) {
                witness.wrong("The upstream was called %d times with %s, which was sent %s times"
                        .formatted(calls.get(), tag, sent));
            }
        });
        witness.count("exchanges that reached the upstream", upstream.calls().size());
    }

    private void print(PrintWriter out) {
        witness.counts().forEach((what, count) -> out.printf("%9d  %s%n", count.sum(), what));
        out.printf(
                "%9d  exchanges begun%n%9d  upstream restarts%n", witness.sent().size(), witness.outages());
        out.printf("%9d  wrong%n", witness.wrongs());
        witness.wrong().forEach(wrong -> out.println("WRONG: " + wrong));
        if (witness.wrongs() > 0) {
            out.printf("Again with --exchanges %d --seed %d%n", exchanges, seed);
        }
        out.flush();
    }
}
