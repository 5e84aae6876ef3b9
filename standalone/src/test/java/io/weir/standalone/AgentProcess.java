/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** {@code weir agent} as a process that can be killed. */
final class AgentProcess {
    private final Process process;

    private AgentProcess(Process process) {
        this.process = process;
    }

    /** Starts one beside the instance on the directory; returns when it is connected. */
    static AgentProcess start(String name, Path data) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Weir.class.getName(),
                        "agent",
                        "--name",
                        name,
                        "--data",
                        data.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            said.append(line).append('\n');
            if (line.contains("Stop with Ctrl-C")) {
                return new AgentProcess(process);
            }
        }
        throw new IllegalStateException("The agent did not start: " + said);
    }

    /** As {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("The agent is still there");
        }
    }

    /** Stops it in order. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException("The agent did not stop");
        }
    }
}
