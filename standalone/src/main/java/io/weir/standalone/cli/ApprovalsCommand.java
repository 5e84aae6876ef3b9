/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.standalone.client.WeirApi;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what waits for a decision, or one request in full. */
@Command(name = "approvals", description = "List what waits for approval, or show one request (by default as bob).")
final class ApprovalsCommand implements Callable<Integer> {

    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "Show this one in full.")
    private String id;

    @Option(names = "--all", description = "Those that have ended, too.")
    private boolean all;

    @Mixin
    private ClientOptions client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        WeirApi api = client.api("bob");
        PrintWriter out = spec.commandLine().getOut();
        if (id != null) {
            out.println(
                    api.get("/api/approvals/" + WeirApi.segment(id)).orThrow().toPrettyString());
        } else {
            list(
                    api.get("/api/approvals" + (all ? "" : "?state=pending"))
                            .orThrow()
                            .path("approvals"),
                    out);
        }
        out.flush();
        return 0;
    }

    private static void list(JsonNode approvals, PrintWriter out) {
        if (approvals.isEmpty()) {
            out.println("Nothing waits for approval.");
        }
        for (JsonNode each : approvals) {
            out.printf(
                    "%s  %-9s %s by %s on %s, rule %s, decide by %s%n",
                    each.path("id").asText(),
                    each.path("state").asText(),
                    each.path("name").asText(each.path("method").asText()),
                    each.path("requester").path("name").asText(),
                    each.path("connection").asText(),
                    each.path("rule").asText(),
                    each.path("decideBy").asText());
        }
    }
}
