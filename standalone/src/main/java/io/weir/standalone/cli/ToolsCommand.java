/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.standalone.client.WeirApi;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows which tools have changed since they were reviewed, and accepts what they are now. */
@Command(
        name = "tools",
        description = "List what servers say their tools are, or accept a definition that changed.",
        subcommands = {ToolsCommand.ListTools.class, ToolsCommand.Accept.class})
final class ToolsCommand implements Callable<Integer> {

    private static final String TOOLS = "/api/tools";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return spec.exitCodeOnInvalidInput();
    }

    /** {@code weir tools list}. */
    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "List tools, and whether they are still what was reviewed (by default as admin).")
    static final class ListTools implements Callable<Integer> {

        @Parameters(index = "0", arity = "0..1", paramLabel = "CONNECTION", description = "Only those of this one.")
        private String connection;

        @Option(names = "--changed", description = "Only those that have changed.")
        private boolean changed;

        @Mixin
        private ClientOptions client;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            String query =
                    "?changed=" + changed + (connection == null ? "" : "&connection=" + WeirApi.segment(connection));
            JsonNode tools = client.api("admin").get(TOOLS + query).orThrow().path("tools");
            PrintWriter out = spec.commandLine().getOut();
            if (tools.isEmpty()) {
                out.println(changed ? "No tool has changed." : "No tool was listed yet.");
            }
            tools.forEach(tool -> out.println(line(tool)));
            out.flush();
            return 0;
        }
    }

    /** {@code weir tools accept CONNECTION TOOL DIGEST}. */
    @Command(
            name = "accept",
            mixinStandardHelpOptions = true,
            description = "Accept the definition of a tool that you have looked at (by default as admin).")
    static final class Accept implements Callable<Integer> {

        @Parameters(index = "0", paramLabel = "CONNECTION", description = "The connection.")
        private String connection;

        @Parameters(index = "1", paramLabel = "TOOL", description = "The tool's name.")
        private String tool;

        @Parameters(
                index = "2",
                paramLabel = "DIGEST",
                description = "The definition's digest, as weir tools list shows it; refused if it has changed again.")
        private String digest;

        @Option(
                names = {"-r", "--reason"},
                paramLabel = "TEXT",
                defaultValue = "accepted on the command line",
                description = "Why; it is recorded (default: ${DEFAULT-VALUE}).")
        private String reason;

        @Mixin
        private ClientOptions client;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            String path = TOOLS + "/" + WeirApi.segment(connection) + "/accept";
            Map<String, String> review = Map.of("tool", tool, "digest", digest, "reason", reason);
            JsonNode after = client.api("admin").post(path, review).orThrow();
            PrintWriter out = spec.commandLine().getOut();
            out.println(line(after));
            out.flush();
            return 0;
        }
    }

    /** One tool: what it is called, how it stands, since when, and the digest by which it is accepted. */
    private static String line(JsonNode tool) {
        boolean changed = tool.path("changed").asBoolean();
        String state = changed ? "CHANGED" : tool.has("reviewedBy") ? "reviewed" : "first seen";
        String since = changed || !tool.has("reviewedAt") ? "changedAt" : "reviewedAt";
        return "%-12s %-32s %-10s %s  %s"
                .formatted(
                        tool.path("connection").asText(),
                        tool.path("name").asText(),
                        state,
                        tool.path(since).asText(),
                        tool.path("currentDigest").asText());
    }
}
