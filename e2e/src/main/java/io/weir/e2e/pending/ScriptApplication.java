/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.pending;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.e2e.node.NodeTools;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** {@code clients/pending.mjs}. */
final class ScriptApplication implements Application {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final Process process;
    private final Path errors;

    ScriptApplication(NodeTools node, Client client, String tool, String arguments, URI url, String token, Path errors)
            throws IOException {
        this.errors = errors;
        ProcessBuilder builder = node.ownNode(
                "pending.mjs", client.name(), client.progress() ? "yes" : "no", tool, arguments, url.toString());
        builder.environment().put("MCP_TOKEN", token);
        process = builder.redirectError(errors.toFile()).start();
        Thread reader = new Thread(this::read, "pending-" + client);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                told.add(Told.of(JSON.readTree(line)));
            }
            told.add(new Told("answer", 0, "the application ended: " + Files.readString(errors)));
        } catch (IOException e) {
            told.add(new Told("answer", 0, "the application ended: " + e));
        }
    }

    @Override
    public BlockingQueue<Told> told() {
        return told;
    }

    @Override
    public void again() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
