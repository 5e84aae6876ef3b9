/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.agent.AgentConfig;
import io.weir.agent.AgentMain;
import io.weir.e2e.node.NodeOrSkip;
import io.weir.e2e.node.NodeTools;
import io.weir.service.config.ServiceConfig;
import io.weir.service.lifecycle.Running;
import io.weir.standalone.Standalone;
import io.weir.standalone.StandaloneConfig;
import io.weir.standalone.client.WeirApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Unmodified stdio servers behind an agent give an unmodified client what they give it as its own processes. */
class StdioServersST {

    private static final String CONFIG = """
            connection:
              name: filesystem
              kind: mcp-stdio
              agent: desk
              command: [node, "%1$s/server-filesystem/dist/index.js", "%2$s"]
              allowedGroups: [analysts]
            ---
            connection:
              name: memory
              kind: mcp-stdio
              agent: desk
              command: [node, "%1$s/server-memory/dist/index.js"]
              env: {MEMORY_FILE_PATH: {value: "%2$s/weir.jsonl"}}
              allowedGroups: [analysts]
            ---
            policy:
              name: open
              default: allow
              rules: []
            """;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    static Path data;

    private static NodeTools node;
    private static Path files;
    private static Standalone weir;
    private static Running agent;

    @BeforeAll
    static void start() throws Exception {
        node = NodeOrSkip.install("clients");
        files = Files.createDirectory(data.resolve("files")).toRealPath();
        weir = Standalone.start(StandaloneConfig.on(data.resolve("weir")));
        Path servers = node.directory().resolve("node_modules/@modelcontextprotocol");
        JsonNode applied = new WeirApi(weir.uri(), weir.token("admin"))
                .postYaml("/api/config", CONFIG.formatted(servers.toRealPath(), files))
                .orThrow();
        assertThat(applied.isEmpty()).isFalse();
        agent = AgentMain.start(ServiceConfig.of(
                AgentConfig.definition(),
                Map.of(
                        "agent.name", "desk",
                        "kafka.bootstrap.servers", weir.bootstrapServers(),
                        "schema.registry.url", weir.uri().resolve("/registry").toString())));
    }

    @AfterAll
    static void stop() {
        if (agent != null) {
            agent.close();
        }
        if (weir != null) {
            weir.close();
        }
    }

    private static JsonNode run(String server, boolean throughWeir) throws IOException, InterruptedException {
        List<String> arguments = throughWeir
                ? List.of(
                        server,
                        files.toString(),
                        weir.uri().resolve("/mcp/" + server).toString())
                : List.of(server, files.toString());
        Optional<String> token = throughWeir ? Optional.of(weir.token("alice")) : Optional.empty();
        return new ScriptRun(node, "stdio.mjs").with(arguments, token);
    }

    /** Two directories, the same before each run. */
    private static void fill() throws IOException {
        for (String name : List.of("a", "b")) {
            Path root = Files.createDirectories(files.resolve(name));
            Files.deleteIfExists(root.resolve("new.txt"));
            Files.writeString(root.resolve("hello.txt"), "hello from " + name + "\n");
        }
    }

    @Test
    void twoSessionsWithTheFileSystemServerSeeEachItsOwn() throws Exception {
        // When
        fill();
        JsonNode direct = run("filesystem", false);
        fill();
        JsonNode through = run("filesystem", true);

        // Then
        Comparison.assertSame("stdio-filesystem", direct, through);
        assertThat(through.path("many").path(0))
                .hasSize(20)
                .allSatisfy(text -> assertThat(text.asText()).contains("from a"));
        assertThat(through.path("many").path(1))
                .hasSize(20)
                .allSatisfy(text -> assertThat(text.asText()).contains("from b"));
    }

    @Test
    void theMemoryServer() throws Exception {
        // When
        JsonNode direct = run("memory", false);
        JsonNode through = run("memory", true);

        // Then
        Comparison.assertSame("stdio-memory", direct, through);
        assertThat(through.toString()).contains("regulates");
    }
}
