/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.crash;

import io.weir.e2e.load.Journal;
import io.weir.e2e.load.LeanUpstream;
import io.weir.e2e.load.TemporaryDirectory;
import io.weir.standalone.Standalone;
import io.weir.standalone.StandaloneConfig;
import io.weir.standalone.client.WeirApi;
import io.weir.standalone.issuer.DevIssuer;
import io.weir.standalone.issuer.DevUser;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Kills {@code weir up} under load, again and again on the same data, and then holds the journal against what happened. */
@Command(
        name = "crash-test",
        mixinStandardHelpOptions = true,
        description = {
            "Kill -9 a Weir under load, restart it on the same data, and repeat.",
            "Then compare the journal with what the clients saw answered and what the upstream saw called."
        })
public final class CrashTestCommand implements Callable<Integer> {
    private static final Duration TOKEN_VALIDITY = Duration.ofHours(2);

    @Option(names = "--rounds", defaultValue = "10", description = "How often to kill it (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = "--clients",
            defaultValue = "8",
            description = "Clients that call without a pause (default: ${DEFAULT-VALUE}).")
    private int clients;

    @Option(
            names = "--millis",
            defaultValue = "3000",
            description =
                    "Load before a kill, up to half as long again at random, in milliseconds (default: ${DEFAULT-VALUE}).")
    private int millis;

    @Spec
    private CommandSpec spec;

    private final CrashLoad load = new CrashLoad();

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (TemporaryDirectory directory = new TemporaryDirectory("weir-crash");
                LeanUpstream upstream = new LeanUpstream("recorded")) {
            Path data = directory.path().resolve("data");
            int port = freePort();
            say(
                    out,
                    "%-6s %9s %9s %10s %12s %14s",
                    "round",
                    "sent",
                    "answered",
                    "called",
                    "back in ms",
                    "killed after ms");
            for (int round = 1; round <= rounds; round++) {
                round(out, round, data, port, upstream, directory.path().resolve("up.log"));
            }
            return audit(out, data, upstream) ? 0 : 1;
        }
    }

    private void round(PrintWriter out, int round, Path data, int port, LeanUpstream upstream, Path log)
            throws Exception {
        int sentBefore = load.sent();
        int answeredBefore = load.answered().size();
        int calledBefore = upstream.calls().size();
        long started = System.nanoTime();
        try (UpProcess weir = UpProcess.start(data, port, log)) {
            long backIn = (System.nanoTime() - started) / 1_000_000;
            DevIssuer issuer = DevIssuer.open(data);
            if (round == 1) {
                register(weir.uri(), issuer, upstream);
            }
            List<Thread> threads = load.start(round, clients, weir.uri().resolve("/mcp/crash"), token(issuer, "alice"));
            int killAfter = millis + ThreadLocalRandom.current().nextInt(millis / 2 + 1);
            LockSupport.parkNanos(Duration.ofMillis(killAfter).toNanos());
            weir.kill();
            for (Thread thread : threads) {
                thread.join();
            }
            say(
                    out,
                    "%-6d %9d %9d %10d %12d %14d",
                    round,
                    load.sent() - sentBefore,
                    load.answered().size() - answeredBefore,
                    upstream.calls().size() - calledBefore,
                    backIn,
                    killAfter);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void register(URI weir, DevIssuer issuer, LeanUpstream upstream) {
        new WeirApi(weir, token(issuer, "admin"))
                .postYaml("/api/config", """
                connection:
                  name: crash
                  kind: mcp
                  url: %s
                  allowedGroups: [analysts]
                """.formatted(upstream.uri()))
                .orThrow();
    }

    private static String token(DevIssuer issuer, String user) {
        return issuer.token(DevUser.named(user).orElseThrow(), TOKEN_VALIDITY);
    }

    private boolean audit(PrintWriter out, Path data, LeanUpstream upstream) throws IOException {
        JournalAudit audit = new JournalAudit();
        try (Standalone weir = Standalone.start(StandaloneConfig.on(data))) {
            Journal.read(weir, audit::add);
        }
        List<String> wrong = audit.notExactlyOnce(load.answered());
        long twice = upstream.calls().values().stream()
                .filter(count -> count.get() > 1)
                .count();
        say(
                out,
                "%njournal entries %d, of which requests recorded as outcome unknown: %d",
                audit.entries(),
                audit.unknownOutcomes());
        boolean good = check(
                out,
                "calls seen answered, not exactly once in the journal",
                wrong.size(),
                load.answered().size());
        good &= check(
                out,
                "upstream calls that happened twice",
                twice,
                upstream.calls().size());
        good &= check(
                out,
                "upstream calls without a request in the journal",
                audit.withoutTrace(upstream.calls().keySet()),
                upstream.calls().size());
        good &= check(out, "journal entries with an id that was there before", audit.duplicates(), audit.entries());
        good &= check(out, "gaps in the sequences", audit.gaps(), audit.entries());
        good &= check(out, "forwarded requests without an answer or outcome unknown", audit.openEnds(), load.sent());
        good &= check(
                out, "rounds in which nothing was answered", load.answered().isEmpty() ? rounds : 0, rounds);
        return good;
    }

    private static boolean check(PrintWriter out, String what, long found, long of) {
        say(out, "%-62s %6d of %d%s", what, found, of, found == 0 ? "" : "   <-- WRONG");
        return found == 0;
    }

    private static void say(PrintWriter out, String format, Object... arguments) {
        out.printf(format + "%n", arguments);
        out.flush();
    }
}
