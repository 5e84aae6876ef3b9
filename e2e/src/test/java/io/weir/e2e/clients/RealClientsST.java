/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.e2e.node.NodeOrSkip;
import io.weir.e2e.node.NodeServer;
import io.weir.e2e.node.NodeTools;
import io.weir.standalone.Standalone;
import io.weir.standalone.StandaloneConfig;
import io.weir.standalone.client.WeirApi;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Unmodified clients that are given only a URL and a token get through Weir what they get directly. */
class RealClientsST {

    private static final String CONFIG = """
            connection:
              name: everything
              kind: mcp
              url: %s
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
    private static NodeServer everything;
    private static Standalone weir;

    @BeforeAll
    static void start() throws Exception {
        node = NodeOrSkip.install("clients");
        everything =
                NodeServer.start(node.node("everything.mjs"), node.directory().resolve("everything.log"));
        weir = Standalone.start(StandaloneConfig.on(data));
        JsonNode applied = new WeirApi(weir.uri(), weir.token("admin"))
                .postYaml("/api/config", CONFIG.formatted(everything.uri()))
                .orThrow();
        assertThat(applied.isEmpty()).isFalse();
    }

    @AfterAll
    static void stop() throws Exception {
        if (weir != null) {
            weir.close();
        }
        if (everything != null) {
            everything.close();
        }
    }

    @Test
    void typeScriptSdk() throws Exception {
        assertSameThroughWeir("sdk-v1", new ScriptRun(node, "sdk-v1.mjs")::against);
    }

    @Test
    void inspectorCommandLine() throws Exception {
        assertSameThroughWeir("inspector", new ScriptRun(node, "inspector.mjs")::against);
    }

    @Test
    void javaSdk() throws Exception {
        assertSameThroughWeir("java-sdk", JavaSdkRun::against);
    }

    /** A client's run of the scenario. */
    private interface Run {
        JsonNode against(URI url, Optional<String> token) throws Exception;
    }

    private static void assertSameThroughWeir(String client, Run run) throws Exception {
        // When
        JsonNode direct = run.against(everything.uri(), Optional.empty());
        JsonNode through = run.against(weir.uri().resolve("/mcp/everything"), Optional.of(weir.token("alice")));
        // Then
        Comparison.assertSame(client, direct, through);
    }
}
