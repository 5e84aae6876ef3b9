/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.e2e.node.NodeOrSkip;
import io.weir.e2e.node.NodeServer;
import io.weir.e2e.node.NodeTools;
import io.weir.standalone.Standalone;
import io.weir.standalone.StandaloneConfig;
import io.weir.standalone.client.WeirApi;
import java.net.URI;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Unmodified clients that are given only a URL and a token get through Weir what they get directly. */
class RealClientsST {

    private static final String EVERYTHING = "everything";
    private static final String FIXTURE = "fixture";
    private static final String OLD = "old";

    private static final String CONFIG = """
            connection: {name: everything, kind: mcp, url: "%s", allowedGroups: [analysts]}
            ---
            connection: {name: fixture, kind: mcp, url: "%s", allowedGroups: [analysts]}
            ---
            connection: {name: old, kind: mcp, url: "%s", allowedGroups: [analysts]}
            ---
            connection:
              name: both
              kind: virtual
              members: [{connection: everything}, {connection: fixture}]
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
    private static final Map<String, NodeServer> servers = new LinkedHashMap<>();
    private static Standalone weir;

    @BeforeAll
    static void start() throws Exception {
        node = NodeOrSkip.install("clients");
        NodeTools conformance = NodeOrSkip.install("conformance");
        servers.put(
                EVERYTHING,
                NodeServer.start(node.node("everything.mjs"), node.directory().resolve("everything.log")));
        servers.put(
                FIXTURE,
                NodeServer.start(
                        conformance.ownNode("fixture/main.mjs"),
                        node.directory().resolve("fixture.log")));
        servers.put(
                OLD,
                NodeServer.start(
                        node.node("everything.mjs", "sse"), node.directory().resolve("old.log")));
        weir = Standalone.start(StandaloneConfig.on(data));
        JsonNode applied = new WeirApi(weir.uri(), weir.token("admin"))
                .postYaml(
                        "/api/config",
                        CONFIG.formatted(
                                servers.get(EVERYTHING).uri(),
                                servers.get(FIXTURE).uri(),
                                servers.get(OLD).uri()))
                .orThrow();
        assertThat(applied.isEmpty()).isFalse();
    }

    @AfterAll
    static void stop() throws Exception {
        if (weir != null) {
            weir.close();
        }
        for (NodeServer server : servers.values()) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2-legacy", "v2-modern", "v2-auto"})
    void typeScriptSdksOnServerOfSessions(String client) throws Exception {
        assertSameThroughWeir("sdk-" + client, EVERYTHING, script("sdk.mjs", client, EVERYTHING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2-legacy", "v2-modern", "v2-auto"})
    void typeScriptSdksOnServerOfBothEras(String client) throws Exception {
        // When
        JsonNode seen = assertSameThroughWeir("sdk-" + client, FIXTURE, script("sdk.mjs", client, FIXTURE));
        // Then
        assertThat(seen.path("cancelled").path("after").toString()).contains("It was cancelled.");
        assertThat(seen.path("calls").findValues("progress").toString()).contains("\"progress\":100");
        assertThat(seen.path("served").findValuesAsText("method"))
                .contains("roots/list", "sampling/createMessage", "elicitation/create");
    }

    @ParameterizedTest
    @CsvSource({"v1, everything", "v1, fixture", "v2-legacy, everything", "v2-legacy, fixture", "v2-modern, fixture"})
    void typeScriptSdksOnOneOfSeveralServersBehindOneEndpoint(String client, String server) throws Exception {
        // When
        JsonNode direct =
                script("sdk.mjs", client, server).against(servers.get(server).uri(), Optional.empty());
        JsonNode through = new ScriptRun(node, "sdk.mjs")
                .with(List.of(client, server, through("both").toString(), server), Optional.of(weir.token("alice")));
        // Then
        assertThat(through.path("server").path("name").asText()).isEqualTo("both");
        for (JsonNode seen : List.of(direct, through)) {
            leaveOutWhatIsOfBoth((ObjectNode) seen);
        }
        Comparison.assertSame("sdk-" + client + "-both-" + server, direct, through);
    }

    /** Who answers is the virtual connection, and each server asks for the client's roots. */
    private static void leaveOutWhatIsOfBoth(ObjectNode seen) {
        seen.remove(List.of("server", "capabilities", "instructions", "protocolVersion"));
        for (JsonNode holder : seen.findParents("io.modelcontextprotocol/serverInfo")) {
            ((ObjectNode) holder).remove("io.modelcontextprotocol/serverInfo");
        }
        for (Iterator<JsonNode> served = seen.path("served").iterator(); served.hasNext(); ) {
            if (served.next().path("method").asText().equals("roots/list")) {
                served.remove();
            }
        }
    }

    @Test
    void oldTransportOnBothSides() throws Exception {
        // When
        JsonNode direct =
                script("sdk.mjs", "v1-sse", EVERYTHING).against(servers.get(OLD).uri(), Optional.empty());
        JsonNode through = script("sdk.mjs", "v1-sse", EVERYTHING)
                .against(weir.uri().resolve("/mcp/old/sse"), Optional.of(weir.token("alice")));
        // Then
        Comparison.assertSame("sdk-v1-sse-old", withoutLastProgress(direct), withoutLastProgress(through));
    }

    /** Of progress and an answer that it reads at once, this client drops the progress. */
    private static JsonNode withoutLastProgress(JsonNode seen) {
        for (JsonNode call : seen.path("calls")) {
            ArrayNode progress = (ArrayNode) call.path("progress");
            int last = progress.size() - 1;
            if (last >= 0
                    && progress.get(last)
                            .path("progress")
                            .equals(progress.get(last).path("total"))) {
                progress.remove(last);
            }
        }
        return seen;
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v2-legacy", "v2-auto"})
    void newTransportOnServerOfTheOldOne(String client) throws Exception {
        // Given
        JsonNode direct = script("sdk.mjs", client, EVERYTHING)
                .against(servers.get(EVERYTHING).uri(), Optional.empty());
        // When
        JsonNode through =
                script("sdk.mjs", client, EVERYTHING).against(through(OLD), Optional.of(weir.token("alice")));
        // Then
        assertThat(through.path("hasSession").asBoolean()).isTrue();
        Comparison.assertSame("sdk-" + client + "-old", direct, through);
        assertThat(through.path("calls").findValues("progress").toString()).contains("\"progress\":4");
        assertThat(through.path("served").findValuesAsText("method"))
                .contains("roots/list", "sampling/createMessage", "elicitation/create");
    }

    @Test
    void pinnedClientIsToldThatServerOfSessionsIsNone() throws Exception {
        // When
        JsonNode seen = script("sdk.mjs", "v2-modern", EVERYTHING)
                .against(through(EVERYTHING), Optional.of(weir.token("alice")));
        // Then
        assertThat(seen.path("connected").path("error").path("message").asText())
                .contains("did not offer pinned protocol version 2026-07-28");
    }

    @ParameterizedTest
    @CsvSource({
        "legacy, everything, everything",
        "legacy, fixture, fixture",
        "modern, fixture, fixture",
        "modern, everything, lists"
    })
    void inspectorCommandLine(String era, String server, String scenario) throws Exception {
        assertSameThroughWeir("inspector-" + era, server, script("inspector.mjs", era, scenario));
    }

    @ParameterizedTest
    @ValueSource(strings = {EVERYTHING, FIXTURE})
    void javaSdk(String server) throws Exception {
        // When
        JsonNode seen =
                assertSameThroughWeir("java-sdk", server, (url, token) -> JavaSdkRun.against(server, url, token));
        // Then
        assertThat(seen.path("progress").toString()).contains(server.equals(FIXTURE) ? "100.0 of 100.0" : "4.0 of 4.0");
    }

    /** A client's run of the scenario. */
    private interface Run {
        JsonNode against(URI url, Optional<String> token) throws Exception;
    }

    private static Run script(String script, String client, String scenario) {
        return (url, token) -> new ScriptRun(node, script).with(List.of(client, scenario, url.toString()), token);
    }

    private static JsonNode assertSameThroughWeir(String client, String server, Run run) throws Exception {
        // When
        JsonNode direct = run.against(servers.get(server).uri(), Optional.empty());
        JsonNode through = run.against(through(server), Optional.of(weir.token("alice")));
        // Then
        Comparison.assertSame(client + "-" + server, direct, through);
        return through;
    }

    private static URI through(String server) {
        return weir.uri().resolve("/mcp/" + server);
    }
}
