/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.model.Principal;
import io.weir.service.http.HttpServer;
import io.weir.service.http.Json;
import io.weir.service.http.PrefixRouter;
import io.weir.service.http.RawHttp;
import io.weir.service.http.TestClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BearerAuthHandlerTest {

    private final List<Denial> denials = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private TestClient client;

    @BeforeEach
    void start() {
        ProtectedResource resource = new ProtectedResource(Optional.empty(), "https://issuer.example", List.of("weir"));
        BearerAuthHandler protectedPaths = new BearerAuthHandler(
                BearerAuthHandlerTest::verify,
                resource,
                (exchange, denial) -> denials.add(denial),
                exchange -> Json.send(
                        exchange, 200, Map.of("caller", Identity.of(exchange).subject())));
        server = HttpServer.start(
                "127.0.0.1", 0, new PrefixRouter(protectedPaths).add(ProtectedResource.WELL_KNOWN, resource.handler()));
        client = new TestClient(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static CompletionStage<Principal> verify(String token) {
        return switch (token) {
            case "good" -> CompletableFuture.completedStage(principal("alice"));
            case "later" -> CompletableFuture.supplyAsync(() -> principal("bob"));
            case "unknown" -> CompletableFuture.failedStage(new KeysUnavailableException("no keys", null));
            case "broken" -> CompletableFuture.failedStage(new IllegalStateException("detail that stays inside"));
            default -> CompletableFuture.failedStage(new InvalidTokenException("The token has expired"));
        };
    }

    private static Principal principal(String subject) {
        return new Principal(subject, subject, List.of(), "", "https://issuer.example", Optional.empty());
    }

    @Test
    void letsGoodTokensThroughAtOnceOrLater() {
        // Given // When
        HttpResponse<String> atOnce = with("Bearer good");
        HttpResponse<String> later = with("bearer later");

        // Then
        assertThat(atOnce.body()).isEqualTo("{\"caller\":\"alice\"}");
        assertThat(later.body()).isEqualTo("{\"caller\":\"bob\"}");
        assertThat(denials).isEmpty();
    }

    @Test
    void tellsAClientWithoutTokenWhereToGetOneButNoError() {
        // Given // When
        HttpResponse<String> answer = client.get("/mcp/customers?access_token=good");

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(challenge(answer))
                .isEqualTo("Bearer resource_metadata=\"http://127.0.0.1:" + server.port()
                        + "/.well-known/oauth-protected-resource/mcp/customers\", scope=\"weir\"");
        assertThat(denials).containsExactly(new Denial(401, "", "A bearer token is required"));
    }

    @Test
    void tellsWhyATokenIsNotAccepted() {
        // Given // When
        HttpResponse<String> answer = with("Bearer expired");

        // Then
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(challenge(answer))
                .contains("error=\"invalid_token\"", "error_description=\"The token has expired\"");
        assertThat(denials).containsExactly(new Denial(401, "invalid_token", "The token has expired"));
    }

    @Test
    void refusesOtherSchemesAndMalformedOrRepeatedHeaders() throws IOException {
        // Given // When // Then
        assertThat(with("Basic Z29vZDpnb29k").statusCode()).isEqualTo(401);
        assertThat(with("Bearer").statusCode()).isEqualTo(400);
        assertThat(with("Bearer good good").statusCode()).isEqualTo(400);
        assertThat(with("Bearer go\"od").statusCode()).isEqualTo(400);
        String twice = "GET / HTTP/1.1\nHost: localhost\nAuthorization: Bearer good\nAuthorization: Bearer good\n\n";
        assertThat(RawHttp.status(server, twice)).isEqualTo(400);
        assertThat(denials).extracting(Denial::status).containsExactly(401, 400, 400, 400, 400);
    }

    @Test
    void saysWhenTokensCannotBeCheckedNow() {
        // Given // When
        HttpResponse<String> unavailable = with("Bearer unknown");
        HttpResponse<String> broken = with("Bearer broken");

        // Then
        assertThat(unavailable.statusCode()).isEqualTo(503);
        assertThat(unavailable.headers().firstValue("Retry-After")).isPresent();
        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(broken.body()).doesNotContain("stays inside");
    }

    @Test
    void servesTheMetadataThatTheChallengeNames() throws IOException {
        // Given // When
        HttpResponse<String> answer = client.get("/.well-known/oauth-protected-resource/mcp/customers");

        // Then
        assertThat(Json.mapper().readTree(answer.body()))
                .isEqualTo(Json.mapper().readTree("""
                {"resource": "http://127.0.0.1:%d/mcp/customers", "authorization_servers": ["https://issuer.example"],
                 "bearer_methods_supported": ["header"], "scopes_supported": ["weir"]}
                """.formatted(server.port())));
    }

    private HttpResponse<String> with(String authorization) {
        return client.send(client.request("/mcp/customers").header("Authorization", authorization));
    }

    private static String challenge(HttpResponse<String> answer) {
        return answer.headers().firstValue("WWW-Authenticate").orElseThrow();
    }
}
