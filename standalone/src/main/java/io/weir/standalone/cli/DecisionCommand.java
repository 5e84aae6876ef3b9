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

/** Decides on a request that waits. The digest of what is there now is sent along, so that nothing else is meant. */
abstract class DecisionCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "ID", description = "The approval, as weir approvals shows it.")
    private String id;

    @Option(
            names = {"-r", "--reason"},
            paramLabel = "TEXT",
            defaultValue = "decided on the command line",
            description = "Why; it is recorded (default: ${DEFAULT-VALUE}).")
    private String reason;

    @Mixin
    private ClientOptions client;

    @Spec
    private CommandSpec spec;

    private final String action;

    DecisionCommand(String action) {
        this.action = action;
    }

    @Override
    public Integer call() {
        WeirApi api = client.api("bob");
        String path = "/api/approvals/" + WeirApi.segment(id);
        String digest = api.get(path).orThrow().path("digest").asText();
        JsonNode after = api.post(path + "/" + action, Map.of("reason", reason, "digest", digest))
                .orThrow();
        PrintWriter out = spec.commandLine().getOut();
        out.println(id + " is " + after.path("state").asText() + ".");
        out.flush();
        return 0;
    }

    /** {@code weir approve ID}. */
    @Command(name = "approve", description = "Approve a request that waits (by default as bob).")
    static final class Approve extends DecisionCommand {
        Approve() {
            super("approve");
        }
    }

    /** {@code weir reject ID}. */
    @Command(name = "reject", description = "Turn down a request that waits (by default as bob).")
    static final class Reject extends DecisionCommand {
        Reject() {
            super("reject");
        }
    }
}
