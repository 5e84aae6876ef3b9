/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/** Measures decisions with the sample policy; run its main by hand. Prints microseconds of processor time a decision. */
final class DeciderBenchmark {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 12;
    private static final int DECISIONS = 10_000;

    private DeciderBenchmark() {}

    public static void main(String[] args) {
        CompiledPolicy policy = Policies.starter();
        String filler =
                "Lorem ipsum dolor sit amet, consectetur 2026-11-22 adipiscing elit, sed do eiusmod 42. ".repeat(9);
        String rows =
                "{\"id\":17,\"name\":\"Ann\",\"city\":\"Oslo\",\"since\":\"2021-04-01\",\"active\":true},".repeat(11);
        measure(
                "1 KB call",
                policy,
                Messages.call("run_sql", "{\"query\":\"select * from t\",\"note\":\"" + filler + "\"}"));
        measure(
                "1 KB text result",
                policy,
                Messages.result(
                        "tools/call",
                        "read_customer",
                        "{\"content\":[{\"type\":\"text\",\"text\":\"" + filler + "\"}]}"));
        measure(
                "1 KB structured result",
                policy,
                Messages.result(
                        "tools/call", "x", "{\"content\":[],\"structuredContent\":{\"rows\":[" + rows + "null]}}"));
        measure(
                "1 KB masked result",
                policy,
                Messages.result(
                        "tools/call",
                        "x",
                        "{\"content\":[{\"type\":\"text\",\"text\":\"ann@example.org " + filler
                                + "\"}],\"structuredContent\":{\"card\":\"4111 1111 1111 1111\",\"iban\":\"DE89370400440532013000\"}}"));
        measure("list of 50 tools", policy, Messages.result("tools/list", tools()));
        measure(
                "held transfer",
                policy,
                Messages.call("transfer_money", "{\"from\":\"a\",\"to\":\"b\",\"amount\":5000}"));
    }

    private static String tools() {
        StringBuilder tools = new StringBuilder();
        for (int i = 0; i < 50; i++) {
            tools.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"tool_")
                    .append(i)
                    .append(
                            "\",\"description\":\"Reads what a customer bought, and when.\",\"inputSchema\":{\"type\":\"object\",")
                    .append("\"properties\":{\"id\":{\"type\":\"string\",\"description\":\"The customer's id\"}}}}");
        }
        return "{\"tools\":[" + tools + "],\"nextCursor\":\"c\"}";
    }

    private static void measure(String name, CompiledPolicy policy, GovernedMessage message) {
        long[] rounds = new long[ROUNDS];
        Decision last = null;
        for (int round = 0; round < ROUNDS; round++) {
            long start = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < DECISIONS; i++) {
                last = Decider.decide(policy, message);
            }
            rounds[round] = (THREADS.getCurrentThreadCpuTime() - start) / DECISIONS;
        }
        Arrays.sort(rounds);
        System.out.printf(
                "%-24s %5d bytes  best %6.1f us  median %6.1f us  %s %s%n",
                name, message.payload().length, rounds[0] / 1e3, rounds[ROUNDS / 2] / 1e3, last, last.reason());
    }
}
