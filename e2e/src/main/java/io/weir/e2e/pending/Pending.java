/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.pending;

import io.weir.e2e.node.NodeServer;
import io.weir.e2e.node.NodeTools;
import io.weir.standalone.Standalone;
import io.weir.standalone.StandaloneConfig;
import io.weir.standalone.client.ApiException;
import io.weir.standalone.client.McpCaller;
import io.weir.standalone.client.WeirApi;
import io.weir.standalone.settings.UserSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Measures the table: every client, in every case, beside the others. */
final class Pending {
    static final List<Client> CLIENTS = List.of(
            Client.plain("v1"),
            Client.plain("v1").withProgress(),
            Client.plain("v2-legacy"),
            Client.plain("v2-legacy").withProgress(),
            Client.plain("v2-modern"),
            Client.plain("v2-modern").withProgress(),
            Client.with(Client.Tasks.TOLD, "v1-tasks"),
            Client.with(Client.Tasks.TOLD, "v2-tasks"),
            Client.plain("inspector-legacy"),
            Client.with(Client.Tasks.SILENT, "inspector-modern"),
            Client.plain(Client.JAVA),
            Client.plain(Client.JAVA).withProgress());

    private static final String CONFIG = """
            connection: {name: fixture, kind: mcp, url: "%s", allowedGroups: [analysts]}
            ---
            connection: {name: everything, kind: mcp, url: "%s", allowedGroups: [analysts]}
            ---
            policy:
              name: pending
              default: allow
              rules:
                - name: held
                  when: mcp.tool.name == "test_label" && mcp.tool.arguments.label.startsWith("hold-")
                  hold: {approvers: [approvers], quorum: 1, message: "A second person has to agree."}
                - name: held-too
                  when: mcp.tool.name == "echo" && mcp.tool.arguments.message.startsWith("hold-")
                  hold: {approvers: [approvers], quorum: 1, message: "A second person has to agree."}
                - name: never
                  when: mcp.tool.name.startsWith("delete_")
                  block: {message: "Nothing is deleted here."}
            """;

    private static final Duration IN_FORCE_WITHIN = Duration.ofSeconds(30);
    private static final long LOOK_AGAIN_NANOS = Duration.ofMillis(50).toNanos();
    /** Longer than any client is patient: ten rounds of a minute. */
    private static final Duration PATIENCE = Duration.ofMinutes(11);

    private final NodeTools node;
    private final Standalone weir;
    private final Approver bob;
    private final Duration budget;
    private final Path logs;

    private Pending(NodeTools node, Standalone weir, Duration budget, Path logs) {
        this.node = node;
        this.weir = weir;
        this.bob = new Approver(new WeirApi(weir.uri(), weir.token("bob")));
        this.budget = budget;
        this.logs = logs;
    }

    /**
     * Measures all cells.
     *
     * @param settings of the gateway; those not set have their defaults
     * @param budget how long a call is held at most, by these settings: then those who follow a task look again
     * @param clients which
     * @param together how many at a time
     * @param directory for data and logs; must exist
     * @param out is told of each cell when it is there
     */
    static List<Cell> measure(
            Map<String, String> settings,
            Duration budget,
            List<Client> clients,
            int together,
            Path directory,
            PrintWriter out,
            NodeTools node,
            NodeTools conformance)
            throws IOException, InterruptedException, ExecutionException {
        StandaloneConfig config = new StandaloneConfig(0, directory.resolve("data"), new UserSettings(settings));
        try (NodeServer fixture =
                        NodeServer.start(conformance.ownNode("fixture/main.mjs"), directory.resolve("fixture.log"));
                NodeServer everything =
                        NodeServer.start(node.node("everything.mjs"), directory.resolve("everything.log"));
                Standalone weir = Standalone.start(config)) {
            new WeirApi(weir.uri(), weir.token("admin"))
                    .postYaml("/api/config", CONFIG.formatted(fixture.uri(), everything.uri()))
                    .orThrow();
            awaitPolicy(weir);
            return new Pending(node, weir, budget, directory).all(clients, together, out);
        }
    }

    private static void awaitPolicy(Standalone weir) {
        long deadline = System.nanoTime() + IN_FORCE_WITHIN.toNanos();
        while (!blocks(weir)) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The policy is not in force after " + IN_FORCE_WITHIN);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private static boolean blocks(Standalone weir) {
        try (McpCaller client = McpCaller.connect(weir.uri(), "fixture", weir.token("alice"))) {
            return McpCaller.text(client.call("delete_all", Map.of())).contains("Nothing is deleted");
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    private List<Cell> all(List<Client> clients, int together, PrintWriter out)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(together);
        try {
            List<Future<Cell>> running = new ArrayList<>();
            for (When when : List.of(When.NEVER, When.AFTER, When.WITHIN)) {
                for (Client client : clients) {
                    running.add(threads.submit(() -> {
                        Cell cell = measure(client, when);
                        out.printf("%-26s %-26s %s%n", client, when, cell);
                        out.flush();
                        return cell;
                    }));
                }
            }
            List<Cell> cells = new ArrayList<>();
            for (Future<Cell> each : running) {
                cells.add(each.get());
            }
            return cells;
        } finally {
            threads.shutdownNow();
        }
    }

    private Cell measure(Client client, When when) throws IOException, InterruptedException {
        String label = client.label(when);
        try (Application application = start(client, label)) {
            Hearing hearing = new Hearing(client, when, label, application);
            return switch (when) {
                case WITHIN -> {
                    bob.approve(label);
                    yield hearing.cell(hearing.answer(PATIENCE), "result");
                }
                case AFTER -> after(client, label, application, hearing);
                case NEVER -> hearing.cell(hearing.atTheEnd(budget), hearing.expectedAtTheEnd());
            };
        } catch (IllegalStateException | ApiException e) {
            return new Cell(client, when, e.getMessage(), 0, false);
        }
    }

    private Cell after(Client client, String label, Application application, Hearing hearing)
            throws IOException, InterruptedException {
        Told first = hearing.atTheEnd(budget);
        if (!first.kind(label).equals(hearing.expectedAtTheEnd())) {
            return hearing.cell(first, hearing.expectedAtTheEnd());
        }
        bob.approve(label);
        if (client.tasks() == Client.Tasks.NONE) {
            application.again();
        }
        return hearing.cell(hearing.answer(PATIENCE), "result");
    }

    private Application start(Client client, String label) throws IOException {
        String tool = client.usesEverything() ? "echo" : "test_label";
        String argument = client.usesEverything() ? "message" : "label";
        URI url = weir.uri().resolve("/mcp/" + (client.usesEverything() ? "everything" : "fixture"));
        String token = weir.token("alice");
        return client.name().equals(Client.JAVA)
                ? new JavaApplication(client.progress(), tool, Map.of(argument, label), url, token)
                : new ScriptApplication(
                        node,
                        client,
                        tool,
                        "{\"%s\":\"%s\"}".formatted(argument, label),
                        url,
                        token,
                        logs.resolve(label + ".err"));
    }

    /** What an application was told so far, as the table has it. */
    private static final class Hearing {
        private final Client client;
        private final When when;
        private final String label;
        private final Application application;
        private final StringBuilder told = new StringBuilder();
        private int progress;

        Hearing(Client client, When when, String label, Application application) {
            this.client = client;
            this.when = when;
            this.label = label;
            this.application = application;
        }

        Told answer(Duration patience) throws InterruptedException {
            Told next = next(patience);
            while (!next.isAnswer()) {
                next = next(patience);
            }
            note(next);
            return next;
        }

        /** What it is told when nobody has approved within the budget. */
        Told atTheEnd(Duration budget) throws InterruptedException {
            return switch (client.tasks()) {
                case NONE -> answer(PATIENCE);
                case TOLD -> working(budget);
                case SILENT -> silent(budget.multipliedBy(2));
            };
        }

        String expectedAtTheEnd() {
            return switch (client.tasks()) {
                case NONE -> "PENDING";
                case TOLD -> "task, working";
                case SILENT -> "follows its task";
            };
        }

        private Told silent(Duration during) throws InterruptedException {
            Told next = application.told().poll(during.toMillis(), TimeUnit.MILLISECONDS);
            Told heard = next == null ? new Told("working", during.toMillis(), "follows its task") : next;
            note(heard);
            return heard;
        }

        /** What it is told of its task after so long; or its answer, if that comes first. */
        Told working(Duration after) throws InterruptedException {
            Told next = next(PATIENCE);
            while (!next.isAnswer() && !(next.isWorking() && next.millis() >= after.toMillis())) {
                next = next(PATIENCE);
            }
            note(next);
            return next;
        }

        private Told next(Duration patience) throws InterruptedException {
            Told next = application.told().poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new IllegalStateException("told nothing for " + patience);
            }
            progress += next.event().equals("progress") ? 1 : 0;
            return next;
        }

        private void note(Told heard) {
            told.append(told.length() == 0 ? "" : ", then ")
                    .append(heard.kind(label))
                    .append(" after ")
                    .append(Cell.seconds(heard.millis()));
        }

        Cell cell(Told last, String expected) {
            return new Cell(
                    client, when, told.toString(), progress, last.kind(label).equals(expected));
        }
    }
}
