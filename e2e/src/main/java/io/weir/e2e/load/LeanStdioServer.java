/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An MCP server over standard input and output that costs next to nothing; ends with its input. */
public final class LeanStdioServer {
    private LeanStdioServer() {}

    /**
     * How it is started: by this JVM's Java, of which it needs the base module only.
     *
     * @param text the text that every tool call answers with; must need no JSON escapes
     */
    public static List<String> command(String text) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx64m",
                "-cp",
                classes(),
                LeanStdioServer.class.getName(),
                text);
    }

    private static String classes() {
        URL location =
                LeanStdioServer.class.getProtectionDomain().getCodeSource().getLocation();
        return Path.of(URI.create(location.toString())).toString();
    }

    /**
     * Answers line by line.
     *
     * @param arguments the text that every tool call answers with
     */
    public static void main(String[] arguments) throws IOException {
        LeanAnswers answers = new LeanAnswers(arguments[0]);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        OutputStream out = System.out;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Optional<String> answer = answers.to(line, 0);
            if (answer.isPresent()) {
                out.write((answer.get() + "\n").getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        }
    }
}
