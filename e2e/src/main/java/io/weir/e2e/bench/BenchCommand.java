/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.bench;

import io.weir.e2e.load.ClosedLoop;
import io.weir.e2e.load.ClosedLoop.Result;
import io.weir.e2e.load.Form;
import io.weir.e2e.load.LeanClient;
import io.weir.e2e.load.LeanUpstream;
import io.weir.e2e.load.TemporaryDirectory;
import io.weir.standalone.Standalone;
import io.weir.standalone.StandaloneConfig;
import io.weir.standalone.client.WeirApi;
import io.weir.topics.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Measures, side by side in one run, an upstream alone, the same upstream through Weir, and the floor. The three take
 * turns, many short rounds each. What is compared is compared within a round, and the median of the rounds counts: a machine
 * that is busy for a while is busy for all.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Compare an upstream alone, the same through Weir (policy and masking on, acks=all), and the floor:",
            "two bare produce, Streams, consume loops with records of the same size. The form stdio has a child process for",
            "its upstream: on pipes when it is alone, and behind an agent."
        })
public final class BenchCommand implements Callable<Integer> {
    private static final String PADDING = "The quarterly figures are needed before the meeting. ".repeat(6);
    private static final String ANSWER =
            "The customer asked for a call back about the open invoice. ".repeat(16) + "Contact: jane.doe@example.com";

    /** Long enough for records to measure the mean size of. */
    private static final Duration FIRST_LOAD = Duration.ofSeconds(5);

    @Option(
            names = "--clients",
            split = ",",
            defaultValue = "1,32",
            description = "Closed loops, a row each (default: ${DEFAULT-VALUE}).")
    private List<Integer> clients;

    @Option(
            names = "--forms",
            split = ",",
            defaultValue = "json,stream,stateless,stdio",
            description = "Forms of calls; others than json have a row for one client (default: ${DEFAULT-VALUE}).")
    private List<Form> forms;

    @Option(
            names = "--seconds",
            defaultValue = "2",
            description = "Length of one measurement (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "300",
            description =
                    "At most so many seconds of load before the first measurement; it ends when the JVM has compiled"
                            + " what it runs (default: ${DEFAULT-VALUE}).")
    private int warmUpSeconds;

    @Option(
            names = "--rounds",
            defaultValue = "11",
            description = "Measurements of each; their median counts (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--alone", description = "Measure Weir only, for a profiler.")
    private boolean alone;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        try (TemporaryDirectory directory = new TemporaryDirectory("weir-bench");
                LeanUpstream upstream = new LeanUpstream(ANSWER);
                Standalone weir =
                        Standalone.start(StandaloneConfig.on(directory.path().resolve("data")));
                StdioServer stdio = forms.contains(Form.STDIO) ? StdioServer.start(weir) : null) {
            register(weir, upstream);
            for (Form form : Set.copyOf(forms)) {
                checkMasked(weir, form);
            }
            measure(out, weir, upstream, stdio, directory.path());
        }
        return 0;
    }

    private static void register(Standalone weir, LeanUpstream upstream) {
        new WeirApi(weir.uri(), weir.token("admin"))
                .postYaml("/api/config", """
                connection:
                  name: bench
                  kind: mcp
                  url: %s
                  allowedGroups: [analysts]
                ---
                %s""".formatted(upstream.uri(), StdioServer.connection(ANSWER)))
                .orThrow();
    }

    private static URI gateway(Standalone weir, Form form) {
        // By a name, as a gateway has one; Undertow looks at addresses by a slow regular expression.
        String connection = form == Form.STDIO ? StdioServer.CONNECTION : "bench";
        return URI.create("http://localhost:" + weir.uri().getPort() + "/mcp/" + connection);
    }

    /** A benchmark of a gateway that does not mask would flatter it. */
    private static void checkMasked(Standalone weir, Form form) throws IOException {
        try (LeanClient client = firstClient(weir, form)) {
            String body = client.call("check", PADDING).body();
            if (body.contains("jane.doe") || !body.contains("[EMAIL]")) {
                throw new IllegalStateException("The policy does not mask the upstream's answer; nothing was measured");
            }
        }
    }

    /** Every part of Weir follows the configuration by itself, so the connection is there a moment after it was applied. */
    private static LeanClient firstClient(Standalone weir, Form form) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (true) {
            try {
                return new LeanClient(gateway(weir, form), weir.token("alice"), form);
            } catch (IOException e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    private void measure(PrintWriter out, Standalone weir, LeanUpstream upstream, StdioServer stdio, Path scratch)
            throws Exception {
        Callable<ClosedLoop.Client> governed = governed(weir, Form.JSON);
        ClosedLoop.run(max(clients), Duration.ZERO, FIRST_LOAD, governed);
        int recordBytes = RecordSizes.meanOfNewest(weir.bootstrapServers(), List.of(Topics.INTAKE, Topics.VERDICTS));
        try (BareLoops floor = new BareLoops(weir.bootstrapServers(), scratch.resolve("floor"), recordBytes)) {
            Map<Form, Map<String, Callable<ClosedLoop.Client>>> ways = new LinkedHashMap<>();
            List<WarmUp.Other> others = new ArrayList<>();
            for (Form form : forms) {
                Map<String, Callable<ClosedLoop.Client>> ofForm = new LinkedHashMap<>();
                if (!alone) {
                    ofForm.put(
                            "upstream",
                            () -> form == Form.STDIO ? stdio.alone(ANSWER, PADDING) : client(upstream.uri(), "", form));
                    ofForm.put("floor", floor::client);
                }
                ofForm.put("weir", governed(weir, form));
                ways.put(form, ofForm);
                ofForm.forEach((way, client) -> {
                    boolean again = way.equals("floor") && others.size() > 1;
                    if (!again && !(form == Form.JSON && way.equals("weir"))) {
                        // A child for each client, and a row for one.
                        others.add(new WarmUp.Other(form == Form.STDIO ? 1 : max(clients), client));
                    }
                });
            }
            new WarmUp(out, max(clients)).run(Duration.ofSeconds(warmUpSeconds), governed, others);
            BenchTable table = new BenchTable(out, recordBytes);
            for (Form form : forms) {
                for (int count : form == Form.JSON ? clients : List.of(1)) {
                    table.row(form, count, compare(out, form, count, ways.get(form)));
                }
            }
            table.verdict();
        }
    }

    private static Callable<ClosedLoop.Client> governed(Standalone weir, Form form) {
        return () -> client(gateway(weir, form), weir.token("alice"), form);
    }

    private Comparison compare(PrintWriter out, Form form, int count, Map<String, Callable<ClosedLoop.Client>> ways)
            throws Exception {
        Comparison comparison = new Comparison(List.copyOf(ways.keySet()));
        List<String> order = new ArrayList<>(ways.keySet());
        for (int round = 1; round <= rounds; round++) {
            say(out, "%s, %d client(s), round %d of %d", form, count, round, rounds);
            Map<String, Result> results = new HashMap<>();
            for (String way : order) {
                Duration length = Duration.ofSeconds(seconds);
                results.put(way, ClosedLoop.run(count, Duration.ofSeconds(1), length, ways.get(way)));
            }
            comparison.add(results);
            // There and back again, so that a machine that gets slower or faster meanwhile favours nobody.
            Collections.reverse(order);
        }
        return comparison;
    }

    private static ClosedLoop.Client client(URI endpoint, String token, Form form) throws IOException {
        LeanClient client = new LeanClient(endpoint, token, form);
        return new ClosedLoop.Client() {
            private int calls;

            @Override
            public void call() throws IOException {
                LeanClient.Answer answer = client.call("r" + calls++, PADDING);
                if (!answer.succeeded()) {
                    throw new IOException("A call was answered with status " + answer.status() + ": " + answer.body());
                }
            }

            @Override
            public void close() throws IOException {
                client.close();
            }
        };
    }

    private static int max(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).max().orElse(1);
    }

    private static void say(PrintWriter out, String format, Object... arguments) {
        out.printf(format + "%n", arguments);
        out.flush();
    }
}
