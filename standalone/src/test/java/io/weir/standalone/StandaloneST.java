/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.weir.standalone.cli.WeirCommand;
import io.weir.standalone.client.Journal;
import io.weir.standalone.client.McpCaller;
import io.weir.standalone.client.WeirApi;
import io.weir.standalone.client.WeirApi.Answer;
import io.weir.standalone.data.DirectoryInUseException;
import io.weir.standalone.demo.Cast;
import io.weir.standalone.demo.DemoStory;
import io.weir.standalone.demo.PersonalData;
import io.weir.standalone.settings.UserSettings;
import io.weir.standalone.web.PortInUseException;
import io.weir.topics.Topics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real thing, started once: a broker, all services, real HTTP and a real MCP client. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandaloneST {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path data;

    private final LogCapture log = new LogCapture();
    private Standalone weir;

    @BeforeAll
    void start() {
        weir = start(data);
    }

    @AfterAll
    void stop() {
        log.close();
        if (weir != null) {
            weir.close();
        }
    }

    /** Held requests are answered sooner than by default, so that a test need not wait for it. */
    private static Standalone start(Path data) {
        return Standalone.start(new StandaloneConfig(0, data, new UserSettings(Map.of("hold.budget.ms", "8000"))));
    }

    @Test
    void playsTheStoryAndLeaksNoPersonalDataAnywhere() {
        // Given
        StringWriter told = new StringWriter();

        // When
        new DemoStory(Cast.on(weir), new PrintWriter(told)).play();

        // Then
        assertThat(told.toString()).contains("✓").doesNotContain("✗");
        assertClean("the story", told.toString());
        assertClean("the log", log.text());
        assertThat(log.text()).isNotEmpty();
        assertClean("the sessions' API", everySession());
        assertClean(
                "the approvals' API", api("bob").get("/api/approvals").orThrow().toString());
        String journal = JournalBytes.of(weir.bootstrapServers(), Topics.JOURNAL);
        assertThat(journal).contains("Ada Lovelace");
        assertClean("the journal", journal);
    }

    @Test
    void holdsARequestAcrossARestartAndCarriesItOutOnceAfterApproval() {
        // Given a transfer that nobody approves in time
        Map<String, Object> transfer = Map.of("from", "1002", "to", "1003", "amount", 4711, "reference", "restart");
        try (McpCaller alice = client("alice")) {
            CallToolResult pending = alice.call("transfer_money", transfer);
            assertThat(pending.isError()).isTrue();
            assertThat(McpCaller.text(pending)).contains("PENDING").contains("apr_");
        }
        String id = pendingTransfer();
        assertThat(bankCalls()).doesNotContain("restart");

        // When Weir is restarted, the transfer is approved, and the identical call is made again
        weir.close();
        weir = start(data);
        assertThat(pendingTransfer()).isEqualTo(id);
        assertThat(approve("bob", id).status()).isEqualTo(200);
        CallToolResult done;
        CallToolResult again;
        try (McpCaller alice = client("alice")) {
            done = alice.call("transfer_money", transfer);
            again = alice.call("transfer_money", transfer);
        }

        // Then it was carried out once, and a third call would need an approval of its own
        assertThat(McpCaller.text(done)).contains("4711");
        assertThat(again.isError()).isTrue();
        assertThat(McpCaller.text(again)).contains("PENDING").doesNotContain(id);
        assertThat(bankCalls().lines().filter(line -> line.contains("restart"))).hasSize(1);
    }

    @Test
    void givesTheBankTheGatewaysCredentialAndNeverTheClients() {
        // Given
        String token = weir.token("alice");

        // When
        try (McpCaller alice = McpCaller.connect(weir.uri(), "demo", token)) {
            alice.call("list_customers", Map.of());
        }

        // Then the bank let the call in, which it does for its own token only
        assertThat(bankCalls()).contains("list_customers").doesNotContain(token);
    }

    @Test
    void showsTheToolsThatWereListedAndTakesTheirReview() {
        // Given
        try (McpCaller alice = client("alice")) {
            assertThat(alice.tools()).isNotEmpty();
        }
        JsonNode tool = await().atMost(SOON)
                .until(
                        () -> api("admin")
                                .get("/api/tools?connection=demo")
                                .orThrow()
                                .path("tools")
                                .path(0),
                        found -> found.has("currentDigest"));
        String name = tool.path("name").asText();

        // When
        int listed = command("tools", "list", "demo");
        int accepted = command(
                "tools", "accept", "demo", name, tool.path("currentDigest").asText());
        int refused = command("tools", "accept", "demo", name, "0".repeat(64));

        // Then
        assertThat(tool.path("changed").asBoolean()).isFalse();
        assertThat(List.of(listed, accepted, refused)).containsExactly(0, 0, 1);
        assertThat(api("admin").get("/api/tools?connection=demo").orThrow().findValuesAsText("reviewedAt"))
                .hasSize(1);
    }

    private int command(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", weir.uri().toString(), "--token", weir.token("admin")));
        return WeirCommand.run(all.toArray(String[]::new));
    }

    @Test
    void keepsPeopleOutOfConnectionsThatAreNotTheirs() {
        assertThatThrownBy(() -> client("bob")).isNotNull();
    }

    @Test
    void answersOnItsManagementPathsAndServesRegistryAndIssuer() {
        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(get("/ready").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").body()).contains("jvm_memory");
        assertThat(get("/registry/subjects").body()).contains("weir.journal-value");
        assertThat(get("/dev-issuer/.well-known/openid-configuration").body()).contains("/dev-issuer/jwks");
        assertThat(get("/.well-known/oauth-protected-resource/mcp/demo").body()).contains("/dev-issuer");
        assertThat(get("/mcp/demo").statusCode()).isEqualTo(401);
    }

    @Test
    void saysWhichPortIsInUse(@TempDir Path other) {
        assertThatThrownBy(
                        () -> Standalone.start(new StandaloneConfig(weir.uri().getPort(), other, UserSettings.none())))
                .isInstanceOf(PortInUseException.class)
                .hasMessageContaining(String.valueOf(weir.uri().getPort()));
    }

    @Test
    void keepsASecondInstanceFromItsDirectory() {
        assertThatThrownBy(() -> Standalone.start(StandaloneConfig.on(data)))
                .isInstanceOf(DirectoryInUseException.class)
                .hasMessageContaining(data.toString());
    }

    private static void assertClean(String where, String text) {
        PersonalData.values().forEach(value -> assertThat(text).as(where).doesNotContain(value));
    }

    private String everySession() {
        Journal journal = new Journal(api("carol"));
        return journal.sessions(500).stream()
                .map(session ->
                        journal.events(session.path("sessionId").asText()).toString())
                .reduce("", String::concat);
    }

    /** The one transfer of this test that waits; the story has one of its own. */
    private String pendingTransfer() {
        return await().atMost(SOON)
                .until(() -> pending().filter(this::isForRestart).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    private Stream<String> pending() {
        Answer answer = api("bob").get("/api/approvals?state=pending");
        return answer.body().path("approvals").findValuesAsText("id").stream();
    }

    private boolean isForRestart(String id) {
        return api("bob").get("/api/approvals/" + id).body().toString().contains("restart");
    }

    private Answer approve(String user, String id) {
        return api(user).post("/api/approvals/" + id + "/approve", Map.of("reason", "fine"));
    }

    private McpCaller client(String user) {
        return McpCaller.connect(weir.uri(), "demo", weir.token(user));
    }

    private WeirApi api(String user) {
        return new WeirApi(weir.uri(), weir.token(user));
    }

    private String bankCalls() {
        return send(weir.bank().callsUrl()).body();
    }

    private HttpResponse<String> get(String path) {
        return send(weir.uri().resolve(path));
    }

    private static HttpResponse<String> send(URI uri) {
        return HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .join();
    }
}
