/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.load;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An MCP client with a server of its own as a child process, over pipes. Not thread-safe. */
public final class LeanStdioClient implements AutoCloseable {
    private final Process process;
    private final BufferedReader in;
    private final OutputStream out;

    /** Starts the server and initializes. */
    public LeanStdioClient(List<String> command) throws IOException {
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        out = process.getOutputStream();
        ask(LeanMessages.initialize(0));
        send(LeanMessages.INITIALIZED);
    }

    /** Calls the tool with one {@code ref} argument and the given padding; returns the answer. */
    public String call(int id, String ref, String padding) throws IOException {
        return ask(LeanMessages.toolCall(id, Form.STDIO.tool(), ref, padding, ""));
    }

    private String ask(String message) throws IOException {
        send(message);
        String answer = in.readLine();
        if (answer == null) {
            throw new EOFException("The server ended before it answered");
        }
        return answer;
    }

    private void send(String message) throws IOException {
        out.write((message + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Ends the server. */
    @Override
    public void close() throws IOException {
        out.close();
        process.destroy();
    }
}
