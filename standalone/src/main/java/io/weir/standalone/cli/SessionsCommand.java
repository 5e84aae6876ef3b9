/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.standalone.client.Journal;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the newest sessions. */
@Command(name = "sessions", description = "List the newest sessions (by default as carol, who sees everyone's).")
final class SessionsCommand implements Callable<Integer> {

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How many, up to 500 (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Mixin
    private ClientOptions client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<JsonNode> sessions = new Journal(client.api("carol")).sessions(limit);
        PrintWriter out = spec.commandLine().getOut();
        if (sessions.isEmpty()) {
            out.println("No sessions yet.");
        }
        sessions.forEach(session -> print(session, out));
        out.flush();
        return 0;
    }

    private static void print(JsonNode session, PrintWriter out) {
        out.printf(
                "%s  %s  %-8s %-12s %d events, %d blocked, %d held%n",
                session.path("sessionId").asText(),
                Instant.ofEpochMilli(session.path("startedAt").asLong()).truncatedTo(ChronoUnit.SECONDS),
                session.path("name").asText(),
                session.path("connection").asText(),
                session.path("events").asLong(),
                session.path("blocked").asLong(),
                session.path("held").asLong());
    }
}
