/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import java.util.List;
import java.util.Optional;
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
        footer = {
            "",
            "Whole-system commands, built on first use: bench (measure), crash-test (kill -9 under load),",
            "conformance (MCP's own suite, directly and through Weir), pending (what real clients see of a held call),",
            "traffic (randomised, from many clients), smoke (play the demo's story on the Compose stack).",
            "Files of settings: docs/configuration.md."
        },
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
            ReplayCommand.class,
            ToolsCommand.class,
            AgentCommand.class,
            TopicsCommand.class
        })
public final class WeirCommand {

    /** Commands of the module e2e, which the launcher puts on the class path only when it is asked for one of them. */
    private static final List<String> WHOLE_SYSTEM_COMMANDS = List.of(
            "io.weir.e2e.bench.BenchCommand",
            "io.weir.e2e.conformance.ConformanceCommand",
            "io.weir.e2e.crash.CrashTestCommand",
            "io.weir.e2e.pending.PendingCommand",
            "io.weir.e2e.smoke.SmokeCommand",
            "io.weir.e2e.traffic.TrafficCommand");

    private WeirCommand() {}

    /** Runs the command line and returns its exit code. */
    public static int run(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        CommandLine weir = new CommandLine(new WeirCommand());
        WHOLE_SYSTEM_COMMANDS.forEach(name -> wholeSystemCommand(name).ifPresent(weir::addSubcommand));
        weir.getSubcommands()
                .values()
                .forEach(command -> command.getCommandSpec().mixinStandardHelpOptions(true));
        return weir.setCaseInsensitiveEnumValuesAllowed(true).setExecutionExceptionHandler(new PlainErrors());
    }

    /** An instance of the class; empty where the module is not on the class path. */
    private static Optional<Object> wholeSystemCommand(String className) {
        try {
            return Optional.of(Class.forName(className).getConstructor().newInstance());
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(className + " is no command", e);
        }
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
