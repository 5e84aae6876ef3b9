/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {

    private HttpServer server;
    private TestClient client;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void servesHealthReadinessAndMetricsBesideTheService() throws IOException {
        // Given
        AtomicReference<Optional<String>> missing = new AtomicReference<>(Optional.of("the mailbox is not open"));
        Readiness readiness = new Readiness().add("mailbox", missing::get).add("other", Optional::empty);
        start(ManagementRoutes.wrap(
                readiness, ServiceMetrics.create(), exchange -> Json.send(exchange, 200, Map.of("the", "service"))));

        // When
        HttpResponse<String> unready = client.get("/ready");
        missing.set(Optional.empty());
        HttpResponse<String> ready = client.get("/ready");

        // Then
        assertThat(unready.statusCode()).isEqualTo(503);
        assertThat(json(unready).at("/checks/mailbox").asText()).isEqualTo("the mailbox is not open");
        assertThat(json(unready).at("/checks").size()).isEqualTo(1);
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(client.get("/health").statusCode()).isEqualTo(200);
        assertThat(client.get("/metrics").body()).contains("jvm_memory_used_bytes");
        assertThat(client.get("/anything").body()).isEqualTo("{\"the\":\"service\"}");
    }

    @Test
    void aCheckThatThrowsIsNotReady() {
        // Given
        Readiness readiness = new Readiness().add("broken", () -> {
            throw new IllegalStateException("detail that stays inside");
        });
        start(ManagementRoutes.wrap(readiness, ServiceMetrics.create(), exchange -> {}));

        // When
        HttpResponse<String> answer = client.get("/ready");

        // Then
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("broken").doesNotContain("stays inside");
    }

    @Test
    void answersWithProblemsWhereverTheErrorComesFrom() throws IOException {
        // Given
        start(new Router()
                .get("/things/{id}", exchange -> {
                    throw new IllegalStateException("detail that stays inside");
                })
                .delete("/things/{id}", exchange -> exchange.setStatusCode(409).endExchange()));

        // When
        HttpResponse<String> missing = client.get("/nothing");
        HttpResponse<String> method = client.send(client.request("/things/1").POST(BodyPublishers.noBody()));
        HttpResponse<String> thrown = client.get("/things/1");
        HttpResponse<String> empty = client.send(client.request("/things/1").DELETE());

        // Then
        assertProblem(missing, 404, "/nothing");
        assertProblem(method, 405, "/things/1");
        assertThat(method.headers().firstValue("Allow")).contains("GET, DELETE");
        assertProblem(thrown, 500, "/things/1");
        assertThat(thrown.body()).doesNotContain("stays inside");
        assertProblem(empty, 409, "/things/1");
    }

    @Test
    void boundsBodiesWhetherTheirLengthIsAnnouncedOrNot() throws IOException {
        // Given
        start(exchange -> Bodies.receive(
                exchange, 1000, (received, body) -> Json.send(received, 200, Map.of("length", body.length))));
        byte[] allowed = new byte[1000];
        byte[] tooLong = new byte[1001];

        // When
        HttpResponse<String> fits = client.send(client.request("/").POST(BodyPublishers.ofByteArray(allowed)));
        HttpResponse<String> announced = client.send(client.request("/").POST(BodyPublishers.ofByteArray(tooLong)));
        HttpResponse<String> chunked = client.send(
                client.request("/").POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(tooLong))));

        // Then
        assertThat(json(fits).get("length").asInt()).isEqualTo(1000);
        assertProblem(announced, 413, "/");
        assertProblem(chunked, 413, "/");
    }

    @Test
    void refusesForeignHostsAndOrigins() throws IOException {
        // Given
        AllowedHosts allowed =
                new AllowedHosts(java.util.List.of("weir.example"), java.util.List.of("https://ui.example"));
        start(new AllowedHostsHandler(allowed, exchange -> Json.send(exchange, 200, Map.of())));

        // When // Then
        assertThat(withHeaders("Host: localhost:1")).isEqualTo(200);
        assertThat(withHeaders("Host: 127.0.0.1")).isEqualTo(200);
        assertThat(withHeaders("Host: [::1]:80")).isEqualTo(200);
        assertThat(withHeaders("Host: WEIR.example:443")).isEqualTo(200);
        assertThat(withHeaders("Host: rebound.example")).isEqualTo(403);
        assertThat(withHeaders("Host: localhost.rebound.example")).isEqualTo(403);
        assertThat(withHeaders("Host: localhost\nHost: rebound.example")).isIn(400, 403);
        assertThat(withHeaders("Host: localhost\nOrigin: https://ui.example")).isEqualTo(200);
        assertThat(withHeaders("Host: localhost\nOrigin: http://localhost:3000"))
                .isEqualTo(200);
        assertThat(withHeaders("Host: localhost\nOrigin: https://evil.example")).isEqualTo(403);
        assertThat(withHeaders("Host: localhost\nOrigin: null")).isEqualTo(403);
        assertThat(withHeaders("Host: localhost\nOrigin: http://localhost@evil.example"))
                .isEqualTo(403);
    }

    @Test
    void answersLaterWithoutHoldingAThread() {
        // Given
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        start(exchange -> Async.respond(
                exchange,
                () -> {
                    begun.complete(null);
                    return work;
                },
                (answered, value) -> Json.send(answered, 200, Map.of("value", value))));

        // When
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(client.request("/"));
        begun.join();
        work.complete("done");

        // Then
        assertThat(answer.join().body()).isEqualTo("{\"value\":\"done\"}");
    }

    @Test
    void turnsFailedWorkIntoProblems() throws IOException {
        // Given
        Problem gone = Problem.of(409, "approval-ended", "The approval has ended", "It was rejected.");
        start(new Router()
                .get(
                        "/known",
                        exchange -> Async.respond(
                                exchange,
                                () -> CompletableFuture.failedStage(
                                        new ProblemException(gone.with("state", "REJECTED"), 7)),
                                (answered, value) -> {}))
                .get(
                        "/unknown",
                        exchange -> Async.respond(
                                exchange,
                                () -> CompletableFuture.failedStage(
                                        new IllegalStateException("detail that stays inside")),
                                (answered, value) -> {}))
                .get(
                        "/thrown",
                        exchange -> Async.respond(
                                exchange, () -> CompletableFuture.completedStage("x"), (answered, value) -> {
                                    throw new IOException("detail that stays inside");
                                })));

        // When
        HttpResponse<String> known = client.get("/known");

        // Then
        assertProblem(known, 409, "/known");
        assertThat(json(known).get("type").asText()).isEqualTo("urn:weir:problem:approval-ended");
        assertThat(json(known).get("state").asText()).isEqualTo("REJECTED");
        assertThat(known.headers().firstValue("Retry-After")).contains("7");
        assertProblem(client.get("/unknown"), 500, "/unknown");
        assertProblem(client.get("/thrown"), 500, "/thrown");
    }

    @Test
    void letsRequestsThatAreUnderWayEndBeforeItStops() {
        // Given
        CompletableFuture<String> work = new CompletableFuture<>();
        CompletableFuture<Void> begun = new CompletableFuture<>();
        start(exchange -> Async.respond(
                exchange,
                () -> {
                    begun.complete(null);
                    return work;
                },
                (answered, value) -> Json.send(answered, 200, Map.of("value", value))));
        CompletableFuture<HttpResponse<String>> answer = client.sendAsync(client.request("/"));
        begun.join();

        // When
        CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
        await().until(() -> client.get("/late").statusCode() == 503);
        work.complete("done");

        // Then
        assertThat(answer.join().statusCode()).isEqualTo(200);
        assertThat(closed).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void composesServicesByPrefixWithoutChangingTheirPaths() {
        // Given
        HttpHandler echo = exchange -> Json.send(exchange, 200, Map.of("path", exchange.getRequestPath()));
        start(new PrefixRouter()
                .add("/api/approvals", new Router().get("/api/approvals/{id}", echo))
                .add("/mcp", echo));

        // When // Then
        assertThat(client.get("/api/approvals/apr_1").body()).contains("/api/approvals/apr_1");
        assertThat(client.get("/mcp/customers").body()).contains("/mcp/customers");
        assertThat(client.get("/mcpx").statusCode()).isEqualTo(404);
    }

    private int withHeaders(String headers) throws IOException {
        return RawHttp.status(server, "GET / HTTP/1.1\n" + headers + "\nConnection: close\n\n");
    }

    private void start(HttpHandler handler) {
        server = HttpServer.start("127.0.0.1", 0, handler);
        client = new TestClient(server);
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String path) throws IOException {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(answer).get("status").asInt()).isEqualTo(status);
        assertThat(json(answer).get("instance").asText()).isEqualTo(path);
        assertThat(json(answer).hasNonNull("title")).isTrue();
        assertThat(json(answer).hasNonNull("type")).isTrue();
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        return Json.mapper().readTree(answer.body());
    }
}
