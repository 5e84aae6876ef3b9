/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A server that prints {@code URL …} when it listens, and ends with its standard input. */
public final class NodeServer implements AutoCloseable {
    private static final String URL = "URL ";
    private static final long PATIENCE_SECONDS = 10;

    private final Process process;
    private final URI uri;

    private NodeServer(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /**
     * Starts it and returns when it listens.
     *
     * @param log gets what it writes to its standard error
     * @throws IOException when it ends before it listens
     */
    public static NodeServer start(ProcessBuilder builder, Path log) throws IOException {
        Process process = builder.redirectError(log.toFile()).start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        while (line != null && !line.startsWith(URL)) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException(builder.command() + " ended without listening, see " + log);
        }
        drain(output);
        return new NodeServer(process, URI.create(line.substring(URL.length())));
    }

    /** Where it listens. */
    public URI uri() {
        return uri;
    }

    /** A server may write a line for each request, and would stop when nobody read them. */
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
                "node-server-output");
        thread.setDaemon(true);
        thread.start();
    }

    /** Closes its standard input, which ends it; forces it after ten seconds. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .exceptionally(e -> process.destroyForcibly())
                .join();
    }
}
