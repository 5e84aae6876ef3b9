/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.weir.approvals.ApiClient.Answer;
import io.weir.events.FactType;
import io.weir.service.http.Router.Route;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The whole service against brokers and enforcement; every answer is held against the OpenAPI description. */
@ExtendWith(KafkaClusterExtension.class)
class ApprovalApiIT {

    private static final String BANK = """
            connection:
              name: NAME
              kind: mcp
              url: http://127.0.0.1:9000/mcp
              allowedGroups: [analysts]
            """;
    private static final String POLICY = """
            policy:
              name: NAME
              default: allow
              rules:
                - name: NAME
                  when: mcp.tool.name == "transfer_money" && double(mcp.tool.arguments.amount) > 1000.0
                  hold: {approvers: [approvers], quorum: %d, decideWithin: 4h, executeWithin: 15m, message: "Ask."}
                - name: personal-data
                  mask: {entities: [EMAIL]}
            """;
    private static final Map<String, String> FINE = Map.of("reason", "agreed on the phone");

    private static final AtomicInteger COUNT = new AtomicInteger();

    @BrokerCluster
    static KafkaCluster cluster;

    @TempDir
    static Path directory;

    private static TestWeir weir;
    private static ApiClient api;

    /** Of the connection, the policy and the rule of this test: all tests share one Weir, and have only these of their own. */
    private final String name = "test-" + COUNT.incrementAndGet();

    @BeforeAll
    static void start() {
        weir = new TestWeir(cluster, directory);
        api = new ApiClient(weir.uri());
    }

    @AfterAll
    static void stop() {
        weir.close();
    }

    @Test
    void describesExactlyTheRoutesThatThereAre() {
        // Given
        Set<Route> routes = new HashSet<>(weir.approvals.routes());

        // When // Then
        assertThat(new OpenApiDescription().operations()).isEqualTo(routes);
    }

    @Test
    void tellsTheWholeStoryOfApprovals() {
        // Given
        apply(connection(), policy(2));
        String id = hold("5000");

        // When: everybody looks
        Answer seen = api.get("bob", "/api/approvals/" + id);
        Answer asAlice = api.get("alice", "/api/approvals/" + id);

        // Then: who may see it sees the masked request, and what they can do
        assertThat(seen.at("/state")).isEqualTo("PENDING");
        assertThat(seen.at("/requester/name")).isEqualTo("alice");
        assertThat(seen.at("/rule")).isEqualTo(name);
        assertThat(seen.at("/payload/params/arguments/note")).isEqualTo("for [EMAIL]");
        assertThat(actions(seen)).containsExactly("approve", "reject");
        assertThat(actions(asAlice)).containsExactly("cancel");
        assertThat(ids("admin", "?state=pending")).contains(id);
        assertThat(ids("dave", "")).isEmpty();
        assertThat(ids("bob", "?state=EXECUTED")).isEmpty();
        assertThat(api.get("dave", "/api/approvals/" + id).status()).isEqualTo(404);

        // When: those who may not decide try to
        Answer own = api.post("alice", "/api/approvals/" + id + "/approve", FINE);
        Answer stranger = api.post("dave", "/api/approvals/" + id + "/approve", FINE);
        Answer admin = api.post("admin", "/api/approvals/" + id + "/approve", FINE);
        Answer agent = api.post("agent-of-bob", "/api/approvals/" + id + "/approve", FINE);
        Answer changed = api.post(
                "bob", "/api/approvals/" + id + "/approve", Map.of("reason", "fine", "digest", "0".repeat(64)));

        // Then
        assertThat(List.of(own, stranger, admin, agent))
                .extracting(Answer::status)
                .containsOnly(403);
        assertThat(own.at("/detail")).contains("own request");
        assertThat(changed.status()).isEqualTo(409);
        assertThat(changed.at("/type")).isEqualTo("urn:weir:problem:digest-changed");

        // When: two distinct people approve, the first one twice
        Map<String, String> once = Map.of("reason", "fine", "digest", seen.at("/digest"), "decisionId", "d-1");
        Answer first = api.post("bob", "/api/approvals/" + id + "/approve", once);
        Answer again = api.post("bob", "/api/approvals/" + id + "/approve", once);
        Answer twice = api.post("bob", "/api/approvals/" + id + "/approve", FINE);
        Answer second = api.post("carol", "/api/approvals/" + id + "/approve", FINE);

        // Then
        assertThat(first.at("/state")).isEqualTo("PENDING");
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(twice.status()).isEqualTo(409);
        assertThat(second.at("/state")).isEqualTo("APPROVED");
        assertThat(second.json().at("/votes")).hasSize(2);
        assertThat(second.at("/votes/1/reason")).isEqualTo("agreed on the phone");

        // When: it is taken back
        Answer revoked = api.post("carol", "/api/approvals/" + id + "/revoke", FINE);
        Answer late = api.post("bob", "/api/approvals/" + id + "/reject", FINE);

        // Then
        assertThat(revoked.at("/state")).isEqualTo("REVOKED");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.at("/state")).isEqualTo("REVOKED");

        // When: others are rejected and cancelled
        Answer rejected = api.post("bob", "/api/approvals/" + hold("6000") + "/reject", FINE);
        Answer cancelled = api.post("alice", "/api/approvals/" + hold("7000") + "/cancel", FINE);

        // Then
        assertThat(rejected.at("/state")).isEqualTo("REJECTED");
        assertThat(cancelled.at("/state")).isEqualTo("CANCELLED");
        assertThat(api.get("bob", "/api/approvals?limit=2").json().at("/approvals"))
                .hasSize(2);
        assertThat(api.get("bob", "/api/approvals?limit=2").json().at("/more").asBoolean())
                .isTrue();
        String refused = "/api/approvals/" + id + "/approve";
        await().untilAsserted(() -> assertThat(weir.facts("path", refused)).contains(FactType.ACCESS_DENIED));
    }

    @Test
    void refusesBadDecisions() {
        // Given
        apply(connection(), policy(1));
        String id = hold("5000");
        String approve = "/api/approvals/" + id + "/approve";

        // When // Then
        assertThat(api.post("bob", approve, Map.of()).at("/detail")).contains("reason is required");
        assertThat(api.post("bob", approve, Map.of("reason", " ")).status()).isEqualTo(400);
        assertThat(api.post("bob", approve, Map.of("reason", "x".repeat(2001))).status())
                .isEqualTo(400);
        assertThat(api.post("bob", approve, Map.of("reason", "x", "diggest", "0"))
                        .at("/detail"))
                .contains("diggest");
        assertThat(api.post("bob", approve, Map.of("reason", "x", "digest", "0"))
                        .status())
                .isEqualTo(400);
        assertThat(api.post("bob", approve, Map.of("reason", "x", "decisionId", "a b"))
                        .status())
                .isEqualTo(400);
        assertThat(raw("bob", approve, "application/json", "{\"reason\": \"x\", \"reason\": \"y\"}"))
                .isEqualTo(400);
        assertThat(raw("bob", approve, "application/json", "[]")).isEqualTo(400);
        assertThat(raw("bob", approve, "application/json", "")).isEqualTo(400);
        assertThat(raw("bob", approve, "text/plain", "{\"reason\": \"x\"}")).isEqualTo(415);
        assertThat(raw("bob", approve, "application/json", "x".repeat(100_000))).isEqualTo(413);
        assertThat(api.get("bob", "/api/approvals?state=sleeping").status()).isEqualTo(400);
        assertThat(api.get("bob", "/api/approvals?limit=0").status()).isEqualTo(400);
        assertThat(api.get("nobody", "/api/approvals").status()).isEqualTo(401);
        assertThat(api.post("bob", "/api/approvals/apr_abcdefghij.none/approve", FINE)
                        .status())
                .isEqualTo(404);
        assertThat(api.get("bob", "/api/approvals/" + id).at("/state")).isEqualTo("PENDING");
    }

    @Test
    void appliesAndShowsTheConfiguration() {
        // Given // When
        Answer created = api.apply("admin", connection() + "---\n" + policy(1));
        Answer again = api.apply("admin", connection() + "---\n" + policy(1));
        Answer updated = api.apply("admin", policy(2));
        Answer overview = api.get("admin", "/api/config");

        // Then
        assertThat(effects(created)).containsExactly("created", "created");
        assertThat(effects(again)).containsExactly("unchanged", "unchanged");
        assertThat(updated.at("/changes/0/version")).isEqualTo("2");
        assertThat(overview.at("/activePolicy/version")).isEqualTo("2");
        assertThat(overview.at("/activePolicy/name")).isEqualTo(name);
        assertThat(values(overview.json().at("/policies"), "/name"))
                .filteredOn(name::equals)
                .hasSize(2);
        assertThat(values(overview.json().at("/connections"), "/name")).contains(name);
        assertThat(api.get("admin", "/api/config/connections/" + name)
                        .at("/source")
                        .strip())
                .isEqualTo(connection().strip());
        assertThat(api.get("admin", "/api/config/policies/" + name + "/1").at("/active"))
                .isEqualTo("false");
        assertThat(api.get("admin", "/api/config/policies/" + name + "/9").status())
                .isEqualTo(404);
        assertThat(api.get("admin", "/api/config/policies/" + name + "/x").status())
                .isEqualTo(404);

        // When
        Answer deleted = api.delete("admin", "/api/config/connections/" + name);

        // Then
        assertThat(effects(deleted)).containsExactly("deleted");
        assertThat(api.get("admin", "/api/config/connections/" + name).status()).isEqualTo(404);
        assertThat(api.delete("admin", "/api/config/connections/" + name).status())
                .isEqualTo(404);
        assertThat(weir.facts("name", name))
                .containsExactly(
                        FactType.CONFIG_APPLIED,
                        FactType.CONFIG_APPLIED,
                        FactType.CONFIG_APPLIED,
                        FactType.CONFIG_DELETED);
    }

    @Test
    void appliesNothingOfAConfigurationThatHasAnError() {
        // Given
        String bad = connection() + """
                ---
                policy:
                  name: starter
                  default: allow
                  rules:
                    - name: typo
                      when: mcp.tool.name = "x"
                      blok: {message: "No."}
                """;

        // When
        Answer refused = api.apply("admin", bad);
        Answer twoPolicies = api.apply("admin", policy(1) + "---\npolicy: {name: b, default: allow, rules: []}");

        // Then
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.json().at("/errors")).isNotEmpty();
        assertThat(refused.json().at("/errors/0/line").asInt()).isGreaterThan(6);
        assertThat(twoPolicies.status()).isEqualTo(422);
        assertThat(twoPolicies.at("/errors/0/line")).isEqualTo("11");
        assertThat(api.get("admin", "/api/config/connections/" + name).status()).isEqualTo(404);
        assertThat(weir.facts("name", name)).isEmpty();
    }

    @Test
    void keepsTheConfigurationToAdministrators() {
        // Given // When // Then
        for (String token : List.of("alice", "bob", "agent-of-admin")) {
            assertThat(api.get(token, "/api/config").status()).isEqualTo(403);
            assertThat(api.apply(token, connection()).status()).isEqualTo(403);
            assertThat(api.delete(token, "/api/config/connections/" + name).status())
                    .isEqualTo(403);
        }
        assertThat(raw("admin", "/api/config", "application/json", connection()))
                .isEqualTo(415);
        assertThat(raw("admin", "/api/config", "application/yaml", "x".repeat((1 << 20) + 1)))
                .isEqualTo(413);
        String refused = "/api/config/connections/" + name;
        await().untilAsserted(() -> assertThat(weir.facts("path", refused)).contains(FactType.ACCESS_DENIED));
        assertThat(weir.facts("name", name)).isEmpty();
    }

    @Test
    void reviewsToolsThatHaveChanged() {
        // Given
        apply(connection(), policy(1));
        JsonNode first = tool("does what it says", tool -> true);

        // When
        JsonNode changed = tool("does more", tool -> !tool.equals(first));
        JsonNode again = tool("does even more", tool -> !tool.equals(changed));

        // Then
        assertThat(first.at("/changed").asBoolean()).isFalse();
        assertThat(first.has("reviewedBy")).isFalse();
        assertThat(changed.at("/changed").asBoolean()).isTrue();
        assertThat(changed.at("/reviewedDigest")).isEqualTo(first.at("/currentDigest"));
        assertThat(api.get("admin", "/api/tools?changed=true&connection=" + name)
                        .json()
                        .at("/tools"))
                .hasSize(1);
        assertThat(api.get("admin", "/api/tools?connection=none").json().at("/tools"))
                .isEmpty();

        // When: reviews of what is not current, and by others
        Answer late = accept("admin", "pay", changed.at("/currentDigest").asText());
        Answer unknown = accept("admin", "none", changed.at("/currentDigest").asText());
        Answer agent =
                accept("agent-of-admin", "pay", again.at("/currentDigest").asText());

        // Then
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.at("/currentDigest"))
                .isEqualTo(again.at("/currentDigest").asText());
        assertThat(late.at("/detail")).contains("changed again");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(agent.status()).isEqualTo(403);
        assertThat(api.get("alice", "/api/tools").status()).isEqualTo(403);

        // When
        Answer accepted = accept("admin", "pay", again.at("/currentDigest").asText());

        // Then
        assertThat(accepted.status()).isEqualTo(200);
        assertThat(accepted.at("/changed")).isEqualTo("false");
        assertThat(accepted.at("/reviewedBy/name")).isEqualTo("admin");
        assertThat(api.get("admin", "/api/tools?changed=true&connection=" + name)
                        .json()
                        .at("/tools"))
                .isEmpty();
        assertThat(weir.facts("connection", name))
                .containsExactlyInAnyOrder(
                        FactType.TOOL_ADDED,
                        FactType.TOOL_CHANGED,
                        FactType.TOOL_CHANGED,
                        FactType.TOOL_REVIEWED,
                        FactType.TOOL_REVIEWED);
    }

    @Test
    void refusesBadReviews() {
        // Given
        String accept = "/api/tools/" + name + "/accept";
        String digest = "0".repeat(64);

        // When // Then
        assertThat(api.post("admin", accept, Map.of("tool", "pay", "reason", "x"))
                        .at("/detail"))
                .contains("digest is required");
        assertThat(api.post("admin", accept, Map.of("digest", digest, "reason", "x"))
                        .at("/detail"))
                .contains("tool is required");
        assertThat(api.post("admin", accept, Map.of("tool", "pay", "digest", digest))
                        .at("/detail"))
                .contains("reason is required");
        assertThat(api.post("admin", accept, Map.of("tool", "pay", "digest", "0", "reason", "x"))
                        .status())
                .isEqualTo(400);
        assertThat(api.get("admin", "/api/tools?changed=yes").status()).isEqualTo(400);
        assertThat(raw("admin", accept, "text/plain", "{}")).isEqualTo(415);
    }

    private Answer accept(String token, String tool, String digest) {
        return api.post(
                token,
                "/api/tools/" + name + "/accept",
                Map.of("tool", tool, "digest", digest, "reason", "I have read it"));
    }

    /** Alice lists the tools until the record is as wanted; enforcement may not have the connection yet. */
    private JsonNode tool(String description, Predicate<JsonNode> wanted) {
        return await().pollInterval(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            weir.producer
                                    .intake(TestWeir.tools(name, description))
                                    .toCompletableFuture()
                                    .join();
                            return api.get("admin", "/api/tools?connection=" + name)
                                    .json()
                                    .at("/tools/0");
                        },
                        tool -> !tool.isMissingNode() && wanted.test(tool));
    }

    @Test
    void servesItsDescriptionToEveryone() {
        // Given
        var http = HttpClient.newHttpClient();
        HttpRequest request =
                HttpRequest.newBuilder(weir.uri().resolve(OpenApi.PATH)).build();

        // When
        var answer =
                http.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("openapi: 3.1");
    }

    private static void apply(String... resources) {
        assertThat(api.apply("admin", String.join("---\n", resources)).status()).isEqualTo(200);
    }

    private String connection() {
        return BANK.replace("NAME", name);
    }

    private String policy(int quorum) {
        return POLICY.replace("NAME", name).formatted(quorum);
    }

    /** Alice asks for a transfer, which is held; enforcement may not have the policy yet, so she may have to ask again. */
    private String hold(String amount) {
        Set<String> before = held();
        await().pollInterval(Duration.ofMillis(300))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    weir.producer
                            .intake(TestWeir.transfer(name, amount))
                            .toCompletableFuture()
                            .join();
                    return !before.containsAll(held());
                });
        Set<String> after = held();
        after.removeAll(before);
        return after.iterator().next();
    }

    /** What this test's rule has held so far. */
    private Set<String> held() {
        Set<String> ids = new HashSet<>();
        api.get("admin", "/api/approvals?limit=1000").json().at("/approvals").forEach(approval -> {
            if (approval.at("/rule").asText().equals(name)) {
                ids.add(approval.at("/id").asText());
            }
        });
        return ids;
    }

    private static int raw(String token, String path, String contentType, String body) {
        return api.send(
                        token,
                        path,
                        HttpRequest.newBuilder()
                                .header("Content-Type", contentType)
                                .POST(BodyPublishers.ofString(body)))
                .status();
    }

    private static List<String> ids(String token, String query) {
        return values(api.get(token, "/api/approvals" + query).json().at("/approvals"), "/id");
    }

    private static List<String> actions(Answer answer) {
        return values(answer.json().at("/actions"), "");
    }

    private static List<String> effects(Answer answer) {
        return values(answer.json().at("/changes"), "/change");
    }

    private static List<String> values(JsonNode array, String pointer) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(element -> element.at(pointer).asText())
                .toList();
    }
}
