/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.e2e.node.NodeTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a script of {@code e2e/clients} sees when it does what a scenario there names. */
record ScriptRun(NodeTools node, String script) {

    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs it and reads the JSON object that it prints. */
    JsonNode with(List<String> arguments, Optional<String> token) throws IOException, InterruptedException {
        ProcessBuilder builder = node.node(script, arguments.toArray(String[]::new));
        token.ifPresent(value -> builder.environment().put("MCP_TOKEN", value));
        Path output = Files.createTempFile(node.directory(), script, ".json");
        Path errors = Files.createTempFile(node.directory(), script, ".err");
        Process process = builder.redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        NodeTools.await(process, TIMEOUT, script);
        if (process.exitValue() != 0) {
            throw new AssertionError(script + " ended with " + process.exitValue() + ": " + Files.readString(errors));
        }
        return JSON.readTree(Files.readAllBytes(output));
    }
}
