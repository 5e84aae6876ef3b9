/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import io.weir.standalone.issuer.DevIssuer;
import io.weir.standalone.issuer.DevUser;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints an access token of the development issuer, and nothing else, so that it fits into {@code $(…)}. */
@Command(
        name = "token",
        description = {
            "Print an access token of the development issuer.",
            "Users: alice (analysts), bob (approvers), carol (approvers, auditors), admin (weir-admins)."
        })
final class TokenCommand implements Callable<Integer> {

    @Parameters(paramLabel = "USER", description = "For whom.")
    private String user;

    @Option(
            names = "--valid-for",
            paramLabel = "DURATION",
            defaultValue = "PT12H",
            description = "How long, as in PT10M or PT12H (default: ${DEFAULT-VALUE}).")
    private Duration validity;

    @Mixin
    private DataOption data;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        DevUser known = DevUser.named(user).orElseThrow(this::unknownUser);
        PrintWriter out = spec.commandLine().getOut();
        out.println(DevIssuer.open(data.path()).token(known, validity));
        out.flush();
        return 0;
    }

    private ParameterException unknownUser() {
        return new ParameterException(
                spec.commandLine(), "there is no user " + user + "; there are " + DevUser.names() + ".");
    }
}
