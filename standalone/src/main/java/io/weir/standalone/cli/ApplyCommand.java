/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.standalone.client.WeirApi.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Applies a file of connections and policies: all of it, or nothing when anything in it is wrong. */
@Command(name = "apply", description = "Apply connections and policies from a YAML file.")
final class ApplyCommand implements Callable<Integer> {

    private static final int INVALID = 2;
    private static final int UNPROCESSABLE = 422;

    @Option(names = "-f", paramLabel = "FILE", required = true, description = "YAML; - reads standard input.")
    private Path file;

    @Mixin
    private ClientOptions client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String yaml = content();
        Answer answer = client.api("admin").postYaml("/api/config", yaml);
        if (answer.status() == UNPROCESSABLE) {
            printProblems(answer.body());
            return INVALID;
        }
        printChanges(answer.orThrow());
        return 0;
    }

    private String content() throws IOException {
        if (file.toString().equals("-")) {
            return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (!Files.isReadable(file)) {
            throw new ParameterException(spec.commandLine(), "there is no file " + file + " that can be read.");
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /** In the form that editors and terminals make a link of. */
    private void printProblems(JsonNode problem) {
        PrintWriter err = spec.commandLine().getErr();
        for (JsonNode error : problem.path("errors")) {
            err.printf(
                    "%s:%d:%d: %s: %s%n",
                    file,
                    error.path("line").asInt(),
                    error.path("column").asInt(),
                    error.path("path").asText(),
                    error.path("message").asText());
        }
        err.println("weir: nothing was applied.");
        err.flush();
    }

    private void printChanges(JsonNode body) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(body.toPrettyString());
        out.flush();
    }
}
