/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.conformance;

import io.weir.e2e.load.TemporaryDirectory;
import io.weir.e2e.node.NodeServer;
import io.weir.e2e.node.NodeTools;
import io.weir.standalone.Standalone;
import io.weir.standalone.StandaloneConfig;
import io.weir.standalone.client.McpCaller;
import io.weir.standalone.client.WeirApi;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An upstream of our own, Weir before it with a policy that is really on, and the shim that adds the token. */
final class Setup implements AutoCloseable {

    private static final Duration IN_FORCE_WITHIN = Duration.ofSeconds(20);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final String BLOCKED = "Nothing is deleted here.";

    /** A rule of each kind, none of which is about what the suite's scenarios say. */
    private static final String CONFIG = """
            connection:
              name: fixture
              kind: mcp
              url: %s
              allowedGroups: [analysts]
            ---
            policy:
              name: conformance
              default: allow
              rules:
                - name: no-deletes
                  when: mcp.tool.name.startsWith("delete_")
                  block: {message: "%s"}
                - name: transfers
                  when: mcp.tool.name == "transfer_money"
                  hold: {approvers: [approvers], quorum: 1}
                - name: personal-data
                  mask: {entities: [EMAIL, CREDIT_CARD, IBAN]}
            """;

    private final TemporaryDirectory data = new TemporaryDirectory("weir-conformance");
    private final NodeServer fixture;
    private final Standalone weir;
    private final NodeServer shim;

    /**
     * @param logs a directory for what the processes write
     */
    Setup(NodeTools node, Path logs) throws IOException {
        fixture = NodeServer.start(node.ownNode("fixture/main.mjs"), logs.resolve("fixture.log"));
        weir = Standalone.start(StandaloneConfig.on(data.path().resolve("data")));
        new WeirApi(weir.uri(), weir.token("admin"))
                .postYaml("/api/config", CONFIG.formatted(fixture.uri(), BLOCKED))
                .orThrow();
        awaitPolicy();
        ProcessBuilder builder = node.ownNode("shim.mjs", weir.uri().toString());
        builder.environment().put("MCP_TOKEN", weir.token("alice"));
        shim = NodeServer.start(builder, logs.resolve("shim.log"));
    }

    /**
     * Waits until a call that the policy forbids is blocked: each part of Weir follows the configuration by itself, and a
     * comparison without the policy would flatter.
     */
    private void awaitPolicy() {
        long deadline = System.nanoTime() + IN_FORCE_WITHIN.toNanos();
        while (!blocks()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("The policy is not in force after " + IN_FORCE_WITHIN);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private boolean blocks() {
        try (McpCaller client = McpCaller.connect(weir.uri(), "fixture", weir.token("alice"))) {
            return McpCaller.text(client.call("delete_everything", Map.of())).contains(BLOCKED);
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    /** Where the suite finds a server. */
    URI server(Way way) {
        return way == Way.DIRECT ? fixture.uri() : shim.uri().resolve("/mcp/fixture");
    }

    /** What tells the clients of our own how to connect; see {@code client/through-weir.mjs}. */
    Map<String, String> clientEnvironment(Way way) {
        return way == Way.DIRECT
                ? Map.of()
                : Map.of(
                        "WEIR_URL", weir.uri().toString(),
                        "WEIR_ADMIN_TOKEN", weir.token("admin"),
                        "WEIR_CLIENT_URL", shim.uri().toString());
    }

    @Override
    public void close() throws IOException {
        shim.close();
        weir.close();
        fixture.close();
        data.close();
    }
}
