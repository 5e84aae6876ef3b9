/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.standalone.client.EventLine;
import io.weir.standalone.client.Journal;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a session from the journal, in order. */
@Command(name = "replay", description = "Print a session from the journal, in order (by default as carol, an auditor).")
final class ReplayCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "ID", description = "The session, as weir sessions shows it.")
    private String id;

    @Option(names = "--json", description = "Everything that is recorded, one JSON object a line.")
    private boolean json;

    @Mixin
    private ClientOptions client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<JsonNode> events = new Journal(client.api("carol")).events(id);
        PrintWriter out = spec.commandLine().getOut();
        events.forEach(event -> out.println(json ? event.toString() : EventLine.of(event)));
        out.flush();
        return 0;
    }
}
