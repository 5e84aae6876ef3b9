/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.approvals.verdict.PendingVerdicts;
import io.weir.events.ApprovalCommand;
import io.weir.events.ApprovalRecord;
import io.weir.events.ReplyTo;
import io.weir.model.Principal;
import io.weir.service.approval.ApprovalReader;
import io.weir.service.approval.ApprovalsUnavailableException;
import io.weir.service.http.HttpServer;
import io.weir.service.http.Problems;
import io.weir.service.http.Router;
import io.weir.service.identity.DenialListener;
import io.weir.service.identity.Identity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people are told when something behind the service is away. */
class ApprovalRoutesTest {

    private static final Principal BOB =
            new Principal("bob", "bob", List.of("approvers"), "", PeopleTest.ISSUER, Optional.empty());
    private static final String DECISION = "/api/approvals/" + PeopleTest.ID + "/approve";

    private HttpServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void saysSoWhenTheStoresCannotBeAsked() {
        // Given
        start(new Stores(null), command -> CompletableFuture.completedStage(null));

        // When // Then
        assertUnavailable(get("/api/approvals"));
        assertUnavailable(get("/api/approvals/" + PeopleTest.ID));
        assertUnavailable(post());
    }

    @Test
    void saysThatADecisionMayBeRepeatedWhenNoVerdictComes() {
        // Given
        start(new Stores(PeopleTest.pending()), command -> CompletableFuture.completedStage(null));

        // When
        HttpResponse<String> answer = post();

        // Then
        assertUnavailable(answer);
        assertThat(answer.body()).contains("repeat it with the same decision id");
    }

    @Test
    void saysSoWhenTheLogDoesNotTakeACommand() {
        // Given
        start(
                new Stores(PeopleTest.pending()),
                command -> CompletableFuture.failedStage(new IllegalStateException("detail that stays inside")));

        // When
        HttpResponse<String> answer = post();

        // Then
        assertUnavailable(answer);
        assertThat(answer.body()).doesNotContain("stays inside");
    }

    private void start(ApprovalReader approvals, Function<ApprovalCommand, CompletionStage<Void>> log) {
        Router router = new Router();
        PendingVerdicts verdicts = new PendingVerdicts(10, Duration.ofMillis(50));
        new ApprovalRoutes(
                        approvals,
                        log,
                        verdicts,
                        new ReplyTo(0, "test:epoch"),
                        List.of("weir-admins"),
                        DenialListener.none(),
                        Clock.systemUTC())
                .addTo(router);
        server = HttpServer.start("127.0.0.1", 0, exchange -> {
            Identity.attach(exchange, BOB);
            Problems.ofExceptions(router).handleRequest(exchange);
        });
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    private HttpResponse<String> get(String path) {
        return send(request(path));
    }

    private HttpResponse<String> post() {
        return send(request(DECISION)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"reason\": \"fine\"}")));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        return HttpClient.newHttpClient()
                .sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .join();
    }

    /** Has one approval, or cannot be asked. */
    private record Stores(ApprovalRecord approval) implements ApprovalReader {

        @Override
        public CompletionStage<List<ApprovalRecord>> list() {
            return read(List.of());
        }

        @Override
        public CompletionStage<Optional<ApprovalRecord>> get(String approvalId) {
            return read(Optional.ofNullable(approval));
        }

        private <T> CompletionStage<T> read(T value) {
            return approval == null
                    ? CompletableFuture.failedStage(new ApprovalsUnavailableException("rebalancing"))
                    : CompletableFuture.completedStage(value);
        }
    }
}
