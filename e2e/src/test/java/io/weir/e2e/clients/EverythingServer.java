/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.clients;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The reference server {@code @modelcontextprotocol/server-everything} on a free port of the loopback interface. */
final class EverythingServer implements AutoCloseable {

    private static final String PORT = "PORT ";

    private final Process process;
    private final int port;

    private EverythingServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static EverythingServer start(NodeTools node) throws IOException {
        Process process = node.node("everything.mjs")
                .redirectError(Path.of("target", "clients", "everything.log").toFile())
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        while (line != null && !line.startsWith(PORT)) {
            line = output.readLine();
        }
        if (line == null) {
            throw new AssertionError("server-everything ended without listening, see target/clients/everything.log");
        }
        drain(output);
        return new EverythingServer(process, Integer.parseInt(line.substring(PORT.length())));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port + "/mcp");
    }

    /** It writes a line for each request, and would stop when nobody read them. */
    private static void drain(BufferedReader output) {
        Thread thread = new Thread(
                () -> {
                    try (output) {
                        while (output.readLine() != null) {
                            // Nobody needs them.
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "everything-output");
        thread.setDaemon(true);
        thread.start();
    }

    /** Closes its standard input, which ends it. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(e -> process.destroyForcibly())
                .join();
    }
}
