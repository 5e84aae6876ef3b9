/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** The command {@code weir}: nothing by itself, everything by its subcommands. */
@Command(
        name = "weir",
        mixinStandardHelpOptions = true,
        version = "Weir 0.1.0",
        description = "A governance gateway for MCP.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            UpCommand.class,
            DemoCommand.class,
            TokenCommand.class,
            CallCommand.class,
            ApplyCommand.class,
            ApprovalsCommand.class,
            DecisionCommand.Approve.class,
            DecisionCommand.Reject.class,
            SessionsCommand.class,
            ReplayCommand.class
        })
public final class WeirCommand {

    private WeirCommand() {}

    /** Runs the command line and returns its exit code. */
    public static int run(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        return new CommandLine(new WeirCommand()).setExecutionExceptionHandler(new PlainErrors());
    }

    /** Says what went wrong in one line; a stack trace helps nobody at a prompt. */
    private static final class PlainErrors implements IExecutionExceptionHandler {

        @Override
        public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
            command.getErr().println("weir: " + e.getMessage());
            command.getErr().flush();
            return 1;
        }
    }
}
