/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.weir.standalone.client.McpCaller;
import io.weir.standalone.client.WeirApi;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stdio server behind {@code weir agent}, with a real MCP client, and an agent that is killed. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AgentST {
    private static final Duration SOON = Duration.ofSeconds(60);

    /** One file, which Java runs as it is. */
    private static final Path SERVER = Path.of("../agent/src/test/java/io/weir/agent/StdioServer.java");

    @TempDir
    private static Path data;

    private Path calls;
    private Standalone weir;
    private AgentProcess agent;

    @BeforeAll
    void startWeir() {
        calls = data.resolve("calls");
        weir = Standalone.start(StandaloneConfig.on(data));
        String connection = """
                connection:
                  name: files
                  kind: mcp-stdio
                  agent: desk
                  command: ["%s", -XX:TieredStopAtLevel=1, "%s"]
                  env: {NAME: {value: files}, CALLS: {value: "%s"}}
                  allowedGroups: [analysts]
                  timeout: 120s
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        SERVER.toAbsolutePath().normalize(),
                        calls.toAbsolutePath());
        assertThat(new WeirApi(weir.uri(), weir.token("admin"))
                        .postYaml("/api/config", connection)
                        .orThrow()
                        .isEmpty())
                .isFalse();
    }

    @AfterAll
    void stopWeir() {
        weir.close();
    }

    @BeforeEach
    void startAgent() throws IOException {
        Files.deleteIfExists(calls);
        agent = AgentProcess.start("desk", data);
    }

    @AfterEach
    void stopAgent() throws InterruptedException {
        agent.stop();
    }

    private McpCaller connect() {
        return McpCaller.connect(weir.uri(), "files", weir.token("alice"));
    }

    private List<String> called() throws IOException {
        return Files.exists(calls) ? Files.readAllLines(calls, StandardCharsets.UTF_8) : List.of();
    }

    private static String process(CallToolResult result) {
        String text = McpCaller.text(result);
        return text.substring(0, text.indexOf(' '));
    }

    @Test
    void twoSessionsHaveTwoServers() {
        try (McpCaller one = connect();
                McpCaller two = connect()) {
            // When
            CallToolResult first = one.call("who", Map.of());
            CallToolResult second = two.call("who", Map.of());
            CallToolResult again = one.call("who", Map.of());

            // Then: each has its own, and what the starter policy masks is masked
            assertThat(process(first)).isEqualTo(process(again)).isNotEqualTo(process(second));
            assertThat(McpCaller.text(first)).contains("files").doesNotContain("bob@bank.example");
        }
    }

    @Test
    void anAgentThatIsKilledLeavesNothingOpenAndNothingIsDoneTwice() throws Exception {
        try (McpCaller client = connect()) {
            // Given
            long server = Long.parseLong(process(client.call("who", Map.of())));
            CompletableFuture<CallToolResult> hanging = client.callLater("hang", Map.of());
            await().atMost(SOON).until(() -> called().contains("hang"));

            // When
            agent.kill();
            agent = AgentProcess.start("desk", data);

            // Then: the client hears of it long before the connection's timeout
            assertThat(hanging)
                    .failsWithin(60, TimeUnit.SECONDS)
                    .withThrowableThat()
                    .withMessageContaining("unknown");
            await().atMost(SOON)
                    .until(() -> ProcessHandle.of(server)
                            .filter(ProcessHandle::isAlive)
                            .isEmpty());
            assertThatThrownBy(() -> client.call("who", Map.of())).isNotNull();
        }

        // Then: another session begins, and what was called is called once
        try (McpCaller client = connect()) {
            assertThat(McpCaller.text(client.call("who", Map.of()))).contains("files");
        }
        assertThat(called()).containsExactly("who", "hang", "who");
    }
}
