/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.virtual;

import static io.weir.ingress.harness.TestClient.statelessRequest;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.ingress.harness.EventReader;
import io.weir.ingress.harness.Gateway;
import io.weir.ingress.harness.ScriptedUpstream;
import io.weir.ingress.harness.TestClient;
import io.weir.ingress.harness.TestVerdicts;
import io.weir.ingress.jsonrpc.ErrorCode;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two servers behind one endpoint, where each message stands for itself (MCP 2026-07-28). */
class VirtualStatelessTest {
    private static final String APPROVAL = "apr_abcdefghij.1";

    private final ScriptedUpstream crm = new ScriptedUpstream();
    private final ScriptedUpstream docs = new ScriptedUpstream();
    private final Gateway gateway = Gateway.start(crm.url());
    private volatile boolean approved;

    @BeforeEach
    void connect() {
        for (ScriptedUpstream server : List.of(crm, docs)) {
            gateway.connect("connection: {name: " + (server.equals(crm) ? "crm" : "docs") + ", url: '" + server.url()
                    + "', allowedGroups: [analysts], timeout: 10s}\n");
            server.on(
                    "tools/call",
                    (exchange, call) -> ScriptedUpstream.json(exchange, ScriptedUpstream.text(call, "done")));
        }
        gateway.connect("connection: {name: desk, kind: virtual, members: [{connection: crm}, {connection: docs}], "
                + "allowedGroups: [analysts]}\n");
    }

    @AfterEach
    void stop() {
        gateway.close();
        crm.close();
        docs.close();
    }

    private TestClient client() {
        return gateway.client().at(gateway.url("desk"));
    }

    private TestClient.Answer ask(String method) {
        return client().stateless(method, null).post(statelessRequest(1, method, ""));
    }

    private static void answers(ScriptedUpstream server, String method, String result) {
        server.on(method, (exchange, call) -> ScriptedUpstream.json(exchange, ScriptedUpstream.result(call, result)));
    }

    @Test
    void discoveryTellsWhatAnyCanDoAndWhatAllSpeak() {
        // Given
        answers(
                crm,
                "server/discover",
                "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\",\"2027-01-01\"],"
                        + "\"capabilities\":{\"tools\":{}},\"ttlMs\":5000,\"cacheScope\":\"public\","
                        + "\"_meta\":{\"io.modelcontextprotocol/serverInfo\":{\"name\":\"a\",\"version\":\"3\"}}}");
        answers(
                docs,
                "server/discover",
                "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"],"
                        + "\"capabilities\":{\"prompts\":{}},\"ttlMs\":1000,\"cacheScope\":\"public\"}");

        // When
        JsonNode result = ask("server/discover").message().path("result");

        // Then
        assertThat(result.path("supportedVersions").toString()).isEqualTo("[\"2026-07-28\"]");
        assertThat(result.path("capabilities").toString()).isEqualTo("{\"tools\":{},\"prompts\":{}}");
        assertThat(result.path("ttlMs").asInt()).isEqualTo(1000);
        assertThat(result.findPath("io.modelcontextprotocol/serverInfo")
                        .path("name")
                        .asText())
                .isEqualTo("desk");
        assertThat(result.path("cacheScope").asText()).isEqualTo("private");
    }

    @Test
    void theHeadersOfACallSayWhatItsBodySaysToTheMember() {
        // When
        TestClient.Answer answer = client().callStateless(1, "docs_find").join();
        TestClient.Answer unlike = client().stateless("tools/call", "find")
                .post(statelessRequest(1, "tools/call", "\"name\":\"docs_find\","));

        // Then
        assertThat(answer.text()).contains("done");
        assertThat(docs.calls("tools/call")).singleElement().satisfies(call -> {
            assertThat(call.headers()).containsEntry("Mcp-Name", "find");
            assertThat(call.json().path("params").path("name").asText()).isEqualTo("find");
        });
        assertThat(unlike.errorCode()).isEqualTo(ErrorCode.HEADER_MISMATCH);
        assertThat(gateway.log(MessageKind.REQUEST))
                .singleElement()
                .extracting(Intake::getConnection)
                .isEqualTo("docs");
    }

    @Test
    void aMethodThatNobodyOffersHasItsStatus() {
        assertThat(ask("x/y").status()).isEqualTo(404);
    }

    @Test
    void aHeldCallIsAskedAgainAndOnlyByWhomItWasToldTo() {
        // Given
        gateway.decide(intake -> Optional.of(
                intake.getKind() != MessageKind.REQUEST
                        ? TestVerdicts.forward(intake)
                        : approved ? TestVerdicts.claimed(intake, APPROVAL) : TestVerdicts.hold(intake, APPROVAL)));

        // When
        JsonNode first = client().callStateless(1, "crm_pay").join().message().path("result");
        String again = "\"name\":\"crm_pay\",\"requestState\":\""
                + first.path("requestState").asText() + "\",";
        approved = true;
        TestClient.Answer elsewhere = client().stateless("tools/call", "docs_pay")
                .post(statelessRequest(2, "tools/call", again.replace("crm_pay", "docs_pay")));
        TestClient.Answer second =
                client().stateless("tools/call", "crm_pay").post(statelessRequest(3, "tools/call", again));

        // Then
        assertThat(first.path("resultType").asText()).isEqualTo("input_required");
        assertThat(elsewhere.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(second.text()).contains("done");
        assertThat(crm.calls("tools/call"))
                .singleElement()
                .satisfies(call -> assertThat(call.body()).doesNotContain("requestState"));
        assertThat(docs.calls("tools/call")).isEmpty();
    }

    @Test
    void changesOfAllComeOnOneStreamThatBeginsWithWhatAllAgreedTo() throws Exception {
        // Given
        CountDownLatch late = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        crm.on("subscriptions/listen", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            ScriptedUpstream.event(stream, agreed("\"toolsListChanged\":true,\"resourceSubscriptions\":[\"a:b\"]"));
            ScriptedUpstream.event(stream, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}");
            late.countDown();
            end.await(10, TimeUnit.SECONDS);
        });
        docs.on("subscriptions/listen", (exchange, call) -> {
            late.await(10, TimeUnit.SECONDS);
            OutputStream stream = ScriptedUpstream.stream(exchange);
            ScriptedUpstream.event(stream, agreed("\"promptsListChanged\":true"));
            end.await(10, TimeUnit.SECONDS);
        });

        // When
        String request = statelessRequest(
                1,
                "subscriptions/listen",
                "\"notifications\":{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"crm+a:b\",\"docs+c:d\"]},");
        EventReader.Event first;
        EventReader.Event second;
        try (EventReader events =
                new EventReader(client().stateless("subscriptions/listen", null).open("POST", request))) {
            first = events.next("{");
            second = events.next("{");
        }
        end.countDown();

        // Then
        assertThat(first.data()).contains("acknowledged", "toolsListChanged", "promptsListChanged", "[\"crm+a:b\"]");
        assertThat(second.data()).contains("tools/list_changed");
        assertThat(crm.calls("subscriptions/listen").get(0).body()).contains("\"resourceSubscriptions\":[\"a:b\"]");
        assertThat(docs.calls("subscriptions/listen").get(0).body()).contains("\"resourceSubscriptions\":[\"c:d\"]");
    }

    private static String agreed(String notifications) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\",\"params\":{"
                + "\"notifications\":{" + notifications + "}}}";
    }
}
