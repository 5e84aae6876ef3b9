/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.ingress.harness.Gateway;
import io.weir.ingress.harness.ScriptedUpstream;
import io.weir.ingress.harness.StubTokenEndpoint;
import io.weir.ingress.harness.TestClient;
import io.weir.ingress.jsonrpc.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What upstreams are shown of the gateway. */
class CredentialTest {
    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private final StubTokenEndpoint endpoint = new StubTokenEndpoint();
    private final Gateway gateway = Gateway.start(upstream.url());

    @AfterEach
    void stop() {
        gateway.close();
        endpoint.close();
        upstream.close();
    }

    private TestClient connect(String credential) {
        gateway.connect("connection:\n  name: customers\n  host: 127.0.0.1\n  port: " + upstream.port()
                + "\n  allowedGroups: [analysts]\n  timeout: 10s\n  credential:\n" + credential.indent(4));
        return gateway.client();
    }

    private TestClient connectByOAuth() {
        return connect("oauth: {tokenUrl: '" + endpoint.url() + "', clientId: weir, clientSecret: {env: SECRET}}");
    }

    private List<String> shown() {
        return upstream.calls().stream()
                .map(call -> call.headers().get("Authorization"))
                .toList();
    }

    @Test
    void aUserAndPassword() {
        // When
        connect("basic: {username: weïr, password: {env: SECRET}}").initialize("2025-11-25");

        // Then
        String pair = "weïr:" + Gateway.UPSTREAM_SECRET;
        assertThat(shown())
                .isNotEmpty()
                .containsOnly("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anAccessTokenThatIsFetchedOnce() throws Exception {
        // When
        TestClient client = connectByOAuth().initialize("2025-11-25");
        client.callTool(1, "t").get(10, TimeUnit.SECONDS);

        // Then
        assertThat(shown()).hasSize(3).containsOnly("Bearer token-1");
        assertThat(endpoint.asks()).hasSize(1);
        String pair = "weir:" + Gateway.UPSTREAM_SECRET;
        assertThat(endpoint.asks().get(0).authorization())
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aTokenThatIsRefusedIsFetchedAgainAndTheRequestSentOnceMore() throws Exception {
        // Given
        TestClient client = connectByOAuth().initialize("2025-11-25");
        upstream.on("tools/call", (exchange, call) -> {
            if (call.headers().get("Authorization").equals("Bearer token-1")) {
                exchange.setStatusCode(401);
            } else {
                ScriptedUpstream.json(exchange, ScriptedUpstream.text(call, "done"));
            }
        });

        // When
        TestClient.Answer answer = client.callTool(1, "t").get(10, TimeUnit.SECONDS);

        // Then
        assertThat(answer.message().at("/result/content/0/text").asText()).isEqualTo("done");
        assertThat(upstream.calls("tools/call")).hasSize(2);
        assertThat(endpoint.asks()).hasSize(2);
    }

    @Test
    void aRefusalOfAFreshTokenIsFinal() throws Exception {
        // Given
        TestClient client = connectByOAuth().initialize("2025-11-25");
        upstream.on("tools/call", (exchange, call) -> exchange.setStatusCode(401));

        // When
        TestClient.Answer answer = client.callTool(1, "t").get(10, TimeUnit.SECONDS);

        // Then
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.UPSTREAM_INVALID);
        assertThat(answer.text()).contains("HTTP status 401");
        assertThat(upstream.calls("tools/call")).hasSize(2);
    }

    @Test
    void withoutATokenNothingIsSent() {
        // Given
        endpoint.on((exchange, number) ->
                StubTokenEndpoint.answer(exchange, 401, "{\"error\":\"invalid_client\",\"x\":\"internal detail\"}"));

        // When
        TestClient.Answer answer = connectByOAuth()
                .post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
                        + "{\"protocolVersion\":\"2025-11-25\"}}");

        // Then
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.UPSTREAM_UNREACHABLE);
        assertThat(answer.text())
                .contains("no access token", "HTTP status 401 (invalid_client)")
                .doesNotContain(Gateway.UPSTREAM_SECRET, "internal detail");
        assertThat(upstream.calls()).isEmpty();
    }
}
