/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.events.Direction;
import io.weir.events.FactType;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two servers behind one endpoint, in a session. */
class VirtualTest {
    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                    + "\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}";

    private final ScriptedUpstream crm = new ScriptedUpstream();
    private final ScriptedUpstream docs = new ScriptedUpstream();
    private final Gateway gateway = Gateway.start(crm.url());

    @BeforeEach
    void connect() {
        gateway.connect(connection("crm", crm, "analysts")).connect(connection("docs", docs, "analysts"));
        gateway.connect(
                "connection: {name: desk, kind: virtual, members: [{connection: crm}, {connection: docs, prefix: d.}], "
                        + "allowedGroups: [analysts]}\n");
        for (ScriptedUpstream server : List.of(crm, docs)) {
            server.on(
                    "tools/call",
                    (exchange, call) -> ScriptedUpstream.json(exchange, ScriptedUpstream.text(call, "done")));
        }
    }

    @AfterEach
    void stop() {
        gateway.close();
        crm.close();
        docs.close();
    }

    private static String connection(String name, ScriptedUpstream server, String group) {
        return "connection: {name: " + name + ", url: '" + server.url() + "', allowedGroups: [" + group
                + "], timeout: 10s}\n";
    }

    private TestClient open() {
        return gateway.client().at(gateway.url("desk")).initialize("2025-11-25");
    }

    private static String request(int id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}";
    }

    private static void lists(ScriptedUpstream server, String method, String result) {
        server.on(method, (exchange, call) -> ScriptedUpstream.json(exchange, ScriptedUpstream.result(call, result)));
    }

    private static List<String> texts(JsonNode list, String field) {
        return list.findValuesAsText(field);
    }

    @Test
    void aSessionIsOpenedOnEachMemberAndTheirIntroductionsAreOne() {
        // Given
        lists(
                crm,
                "initialize",
                "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{\"listChanged\":true}},"
                        + "\"serverInfo\":{\"name\":\"a\",\"version\":\"1\"},\"instructions\":\"Be kind.\"}");
        lists(
                docs,
                "initialize",
                "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{\"listChanged\":false},\"prompts\":{}},"
                        + "\"serverInfo\":{\"name\":\"b\",\"version\":\"1\"},\"instructions\":\"Be quick.\"}");

        // When
        TestClient.Answer answer = gateway.client().at(gateway.url("desk")).post(INITIALIZE);

        // Then
        JsonNode result = answer.message().path("result");
        assertThat(result.path("protocolVersion").asText())
                .as("what both speak")
                .isEqualTo("2025-06-18");
        assertThat(result.path("serverInfo").path("name").asText()).isEqualTo("desk");
        assertThat(result.path("capabilities").path("tools").path("listChanged").asBoolean())
                .isTrue();
        assertThat(result.path("capabilities").has("prompts")).isTrue();
        assertThat(result.path("instructions").asText()).containsSubsequence("crm_", "Be kind.", "d.", "Be quick.");
        assertThat(answer.header("Mcp-Session-Id")).isNotEmpty().hasSizeLessThan(2_000);
        List<Intake> opened = gateway.log(MessageKind.REQUEST);
        assertThat(opened).extracting(Intake::getConnection).containsExactly("crm", "docs");
        assertThat(opened).extracting(Intake::getSessionId).doesNotHaveDuplicates();
    }

    @Test
    void listsAreOneAndSayWhoseEachToolIs() {
        // Given
        String schema = "\"inputSchema\":{\"type\":\"object\",\"maximum\":1.50,\"x\":12345678901234567890123}";
        lists(crm, "tools/list", "{\"tools\":[{\"name\":\"find\"," + schema + "}],\"nextCursor\":\"c2\"}");
        lists(docs, "tools/list", "{\"tools\":[{\"name\":\"find\"},{\"name\":\"read\"}]}");
        TestClient client = open();

        // When
        TestClient.Answer first = client.post(request(1, "tools/list", "{}"));
        lists(crm, "tools/list", "{\"tools\":[{\"name\":\"pay\"}]}");
        String cursor = first.message().path("result").path("nextCursor").asText();
        TestClient.Answer second = client.post(request(2, "tools/list", "{\"cursor\":\"" + cursor + "\"}"));
        TestClient.Answer wrong = client.post(request(3, "tools/list", "{\"cursor\":\"c2\"}"));

        // Then
        assertThat(first.text()).contains(schema);
        assertThat(texts(first.message().path("result").path("tools"), "name"))
                .containsExactly("crm_find", "d.find", "d.read");
        assertThat(texts(second.message().path("result").path("tools"), "name")).containsExactly("crm_pay");
        assertThat(second.message().path("result").has("nextCursor")).isFalse();
        assertThat(crm.calls("tools/list").get(1).body()).contains("\"cursor\":\"c2\"");
        assertThat(docs.calls("tools/list")).as("which had told all").hasSize(1);
        assertThat(wrong.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void aCallGoesToItsMemberByItsOwnNameAndUnderItsOwnRules() {
        // Given
        gateway.decideBy("policy: {name: p, rules: [{name: no-crm, when: 'connection.name == \"crm\" && "
                + "mcp.method == \"tools/call\" && mcp.tool.name == \"find\"', block: {message: Not here.}}]}");
        TestClient client = open();

        // When
        TestClient.Answer blocked = client.callTool(1, "crm_find").join();
        TestClient.Answer passed = client.callTool(2, "d.find").join();

        // Then
        assertThat(blocked.text()).contains("Not here.");
        assertThat(passed.text()).contains("done");
        assertThat(crm.calls("tools/call")).isEmpty();
        assertThat(docs.calls("tools/call"))
                .singleElement()
                .satisfies(call -> assertThat(
                                call.json().path("params").path("name").asText())
                        .isEqualTo("find"));
        assertThat(gateway.log(MessageKind.REQUEST))
                .filteredOn(intake -> intake.getMethod().equals("tools/call"))
                .extracting(Intake::getConnection, Intake::getName)
                .containsExactly(tuple("crm", "find"), tuple("docs", "find"));
    }

    @Test
    void whatNamesNothingStaysAsItIsToTheByte() {
        // Given
        TestClient client = open();
        String answer = "{ \"jsonrpc\":\"2.0\", \"id\":1,\"result\":{\"content\":[],\"x\":1E0,\"y\":\"\\u00e4\"}}";
        crm.on("tools/call", (exchange, call) -> ScriptedUpstream.json(exchange, answer));

        // Then
        assertThat(client.callTool(1, "crm_x").join().text()).isEqualTo(answer);
    }

    @Test
    void whatNoMemberHasIsRefusedAndRecorded() {
        // Given
        TestClient client = open();

        // When
        TestClient.Answer unknown = client.callTool(1, "find").join();
        TestClient.Answer method = client.post(request(2, "x/y", "{}"));

        // Then
        assertThat(unknown.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(method.errorCode()).isEqualTo(ErrorCode.METHOD_NOT_FOUND);
        assertThat(crm.calls("tools/call")).isEmpty();
        assertThat(gateway.facts(FactType.MALFORMED_MESSAGE))
                .hasSize(2)
                .extracting(Intake::getConnection)
                .containsOnly("desk");
    }

    @Test
    void resourcesAreNamedByUrisOfTheirMember() {
        // Given
        lists(crm, "resources/list", "{\"resources\":[{\"uri\":\"file:///a\",\"name\":\"a\"}]}");
        lists(docs, "resources/list", "{\"resources\":[{\"uri\":\"file:///a\",\"name\":\"a\"}]}");
        lists(docs, "resources/read", "{\"contents\":[{\"uri\":\"file:///a\",\"text\":\"t\"}]}");
        lists(
                crm,
                "tools/call",
                "{\"content\":[{\"type\":\"resource_link\",\"uri\":\"file:///b\",\"name\":\"b\"},"
                        + "{\"type\":\"resource\",\"resource\":{\"uri\":\"file:///c\",\"text\":\"c\"}}],"
                        + "\"structuredContent\":{\"type\":\"resource_link\",\"uri\":\"file:///d\"}}");
        TestClient client = open();

        // When
        List<String> listed =
                texts(client.post(request(1, "resources/list", "{}")).message().path("result"), "uri");
        TestClient.Answer read = client.post(request(2, "resources/read", "{\"uri\":\"docs+file:///a\"}"));
        TestClient.Answer called = client.callTool(3, "crm_x").join();

        // Then
        assertThat(listed).containsExactly("crm+file:///a", "docs+file:///a");
        assertThat(read.message()
                        .path("result")
                        .path("contents")
                        .path(0)
                        .path("uri")
                        .asText())
                .isEqualTo("docs+file:///a");
        assertThat(docs.calls("resources/read").get(0).body()).contains("\"uri\":\"file:///a\"");
        assertThat(called.text()).contains("crm+file:///b", "crm+file:///c", "\"file:///d\"");
    }

    @Test
    void serversAskUnderTheSameIdAndEachGetsItsOwnAnswer() throws Exception {
        // Given
        TestClient client = open();
        List<CompletableFuture<JsonNode>> answered = List.of(new CompletableFuture<>(), new CompletableFuture<>());
        for (int i = 0; i < 2; i++) {
            CompletableFuture<JsonNode> answer = answered.get(i);
            ScriptedUpstream server = i == 0 ? crm : docs;
            server.on("", (exchange, call) -> {
                exchange.setStatusCode(202);
                answer.complete(call.json());
            });
            server.on("tools/call", (exchange, call) -> {
                OutputStream stream = ScriptedUpstream.stream(exchange);
                ScriptedUpstream.event(
                        stream,
                        "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"sampling/createMessage\",\"params\":"
                                + "{\"_meta\":{\"progressToken\":\"t\"}}}");
                answer.get(10, TimeUnit.SECONDS);
                ScriptedUpstream.event(stream, ScriptedUpstream.text(call, "done"));
            });
        }

        // When
        CompletableFuture<TestClient.Answer> one = client.callTool(1, "crm_ask");
        CompletableFuture<TestClient.Answer> other = client.callTool(2, "d.ask");
        await().until(() -> gateway.log(MessageKind.REQUEST).stream()
                        .filter(intake -> intake.getDirection() == Direction.SERVER_TO_CLIENT)
                        .count()
                == 2);
        TestClient.Answer progress =
                client.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":"
                        + "{\"progressToken\":\"docs:\\\"t\\\"\",\"progress\":1}}");
        TestClient.Answer second =
                client.post("{\"jsonrpc\":\"2.0\",\"id\":\"docs:7\",\"result\":{\"from\":\"second\"}}");
        TestClient.Answer first = client.post("{\"jsonrpc\":\"2.0\",\"id\":\"crm:7\",\"result\":{\"from\":\"first\"}}");
        TestClient.Answer nobodys = client.post("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");

        // Then
        assertThat(List.of(progress.status(), first.status(), second.status())).containsOnly(202);
        assertThat(nobodys.status()).isEqualTo(400);
        assertThat(answered.get(0).join().toString()).contains("\"id\":7").contains("first");
        assertThat(answered.get(1).join().toString()).contains("\"id\":7").contains("second");
        assertThat(one.join().text()).contains("\"id\":\"crm:7\"").contains("crm:\\\"t\\\"");
        assertThat(other.join().text()).contains("\"id\":\"docs:7\"");
        assertThat(docs.calls("notifications/progress"))
                .singleElement()
                .satisfies(call -> assertThat(call.body()).contains("\"progressToken\":\"t\""));
        assertThat(crm.calls("notifications/progress")).isEmpty();
    }

    @Test
    void aMemberThatFailsHasNoPartInWhatOthersCanDo() {
        // Given
        lists(crm, "tools/list", "{\"tools\":[{\"name\":\"find\"}]}");
        TestClient client = open();
        docs.close();

        // When
        TestClient.Answer list = client.post(request(1, "tools/list", "{}"));
        TestClient.Answer call = client.callTool(2, "d.find").join();
        TestClient anew = open();
        TestClient.Answer listAnew = anew.post(request(1, "tools/list", "{}"));
        TestClient.Answer callAnew = anew.callTool(2, "d.find").join();

        // Then
        assertThat(texts(list.message().path("result").path("tools"), "name")).containsExactly("crm_find");
        assertThat(call.errorCode()).isEqualTo(ErrorCode.UPSTREAM_UNREACHABLE);
        assertThat(texts(listAnew.message().path("result").path("tools"), "name"))
                .containsExactly("crm_find");
        assertThat(callAnew.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMS);
    }

    @Test
    void whoMayNotUseAMemberDoesNotSeeIt() {
        // Given
        gateway.connect(connection("docs", docs, "others"));
        lists(crm, "tools/list", "{\"tools\":[{\"name\":\"find\"}]}");
        lists(docs, "tools/list", "{\"tools\":[{\"name\":\"find\"}]}");

        // When
        TestClient client = open();

        // Then
        assertThat(texts(
                        client.post(request(1, "tools/list", "{}"))
                                .message()
                                .path("result")
                                .path("tools"),
                        "name"))
                .containsExactly("crm_find");
        assertThat(client.callTool(2, "d.find").join().errorCode()).isEqualTo(ErrorCode.INVALID_PARAMS);
        assertThat(docs.calls()).isEmpty();
    }

    @Test
    void withoutAnyMemberTheClientIsToldSo() {
        // Given
        gateway.connect(connection("crm", crm, "others")).connect(connection("docs", docs, "others"));

        // When
        TestClient.Answer answer = gateway.client().at(gateway.url("desk")).post(INITIALIZE);

        // Then
        assertThat(answer.errorCode()).isEqualTo(ErrorCode.UPSTREAM_UNREACHABLE);
        assertThat(answer.header("Mcp-Session-Id")).isEmpty();
    }

    @Test
    void methodsThatNotEveryServerHasAreDoneByThoseThatHave() {
        // Given
        TestClient client = open();
        crm.on(
                "logging/setLevel",
                (exchange, call) -> ScriptedUpstream.json(
                        exchange,
                        "{\"jsonrpc\":\"2.0\",\"id\":" + call.json().path("id")
                                + ",\"error\":{\"code\":-32601,\"message\":\"no\"}}"));
        lists(docs, "logging/setLevel", "{}");

        // Then
        assertThat(client.post(request(1, "logging/setLevel", "{\"level\":\"info\"}"))
                        .message()
                        .has("result"))
                .isTrue();
        assertThat(client.post(request(2, "ping", "{}")).message().has("result"))
                .isTrue();
    }

    @Test
    void tasksAreToldApart() {
        // Given
        TestClient client = open();
        lists(docs, "tools/call", "{\"task\":{\"taskId\":\"t1\",\"status\":\"working\"}}");
        lists(docs, "tasks/get", "{\"taskId\":\"t1\",\"status\":\"completed\"}");

        // When
        TestClient.Answer created = client.callTool(1, "d.slow").join();
        String taskId =
                created.message().path("result").path("task").path("taskId").asText();
        TestClient.Answer asked = client.post(request(2, "tasks/get", "{\"taskId\":\"" + taskId + "\"}"));

        // Then
        assertThat(taskId).isEqualTo("docs:t1");
        assertThat(asked.message().path("result").path("taskId").asText()).isEqualTo("docs:t1");
        assertThat(docs.calls("tasks/get").get(0).body()).contains("\"taskId\":\"t1\"");
        assertThat(crm.calls("tasks/get")).isEmpty();
    }

    @Test
    void aHeldCallWaitsAsOnAnyConnectionAndCanBeTakenBack() {
        // Given
        TestClient client = open();
        gateway.decide(intake -> Optional.of(
                intake.getKind() == MessageKind.REQUEST && intake.getMethod().equals("tools/call")
                        ? TestVerdicts.hold(intake, "apr_abcdefghij.1")
                        : TestVerdicts.forward(intake)));

        // When
        TestClient.Answer pending = client.callTool(1, "crm_pay").join();
        CompletableFuture<TestClient.Answer> takenBack = client.callTool(2, "crm_pay");
        await().until(() -> gateway.log(MessageKind.REQUEST).stream()
                        .filter(intake -> intake.getMethod().equals("tools/call"))
                        .count()
                == 2);
        client.post("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":2}}");

        // Then
        assertThat(pending.text()).contains("PENDING approval apr_abcdefghij.1");
        assertThat(takenBack.join().messages()).isEmpty();
        assertThat(gateway.facts(FactType.CANCELLED))
                .singleElement()
                .satisfies(fact -> assertThat(fact.getConnection()).isEqualTo("crm"));
    }

    @Test
    void theEndOfTheSessionIsThatOfAll() {
        // Given
        TestClient client = open();

        // When
        TestClient.Answer ended = client.method("DELETE");

        // Then
        assertThat(ended.status()).isEqualTo(204);
        assertThat(crm.calls())
                .filteredOn(call -> call.httpMethod().equals("DELETE"))
                .hasSize(1);
        assertThat(docs.calls())
                .filteredOn(call -> call.httpMethod().equals("DELETE"))
                .hasSize(1);
        assertThat(client.callTool(1, "crm_x").join().status()).isEqualTo(404);
    }

    @Test
    void aLostStreamIsGoneOnWithAtItsMember() throws Exception {
        // Given
        TestClient client = open();
        CountDownLatch left = new CountDownLatch(1);
        docs.on("tools/call", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            ScriptedUpstream.event(stream, note("one"));
            left.await(10, TimeUnit.SECONDS);
            ScriptedUpstream.event(
                    stream,
                    "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/resources/updated\",\"params\":{\"uri\":\"x:y\"}}");
            ScriptedUpstream.event(stream, ScriptedUpstream.text(call, "done"));
        });
        String heard;
        try (EventReader events = new EventReader(client.open("POST", TestClient.toolCall(1, "d.slow")))) {
            heard = events.next("one").id();
        }
        left.countDown();

        // When
        List<EventReader.Event> rest =
                new EventReader(client.with("Last-Event-ID", heard).open("GET", null)).rest();

        // Then
        assertThat(rest).extracting(EventReader.Event::data).anyMatch(data -> data.contains("docs+x:y"));
        assertThat(rest).last().satisfies(event -> assertThat(event.data()).contains("done"));
        assertThat(docs.calls("tools/call")).hasSize(1);
    }

    @Test
    void whatServersSayByThemselvesIsOneStreamThatCanBeGoneOnWith() throws Exception {
        // Given
        TestClient client = open();
        CountDownLatch heardBoth = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        says(crm, "crm", heardBoth, end);
        says(docs, "docs", heardBoth, end);

        // When
        String heard = "";
        try (EventReader events = new EventReader(client.open("GET", null))) {
            for (int i = 0; i < 2; i++) {
                heard = events.next("before").id();
            }
            heardBoth.countDown();
            await().until(() -> gateway.log(MessageKind.NOTIFICATION).stream()
                            .filter(intake -> intake.getDirection() == Direction.SERVER_TO_CLIENT)
                            .count()
                    == 4);
        }
        List<String> told;
        try (EventReader events =
                new EventReader(client.with("Last-Event-ID", heard).open("GET", null))) {
            told = List.of(events.next("after").data(), events.next("after").data());
        }
        end.countDown();

        // Then
        assertThat(told).anyMatch(data -> data.contains("crm")).anyMatch(data -> data.contains("docs"));
    }

    /** Says one thing, and another later; further streams stay silent. */
    private static void says(ScriptedUpstream server, String name, CountDownLatch next, CountDownLatch end) {
        AtomicBoolean said = new AtomicBoolean();
        server.on("GET", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            if (said.compareAndSet(false, true)) {
                ScriptedUpstream.event(stream, note(name + " before"));
                next.await(10, TimeUnit.SECONDS);
                ScriptedUpstream.event(stream, note(name + " after"));
            } else {
                stream.flush();
            }
            end.await(10, TimeUnit.SECONDS);
        });
    }

    private static String note(String text) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"" + text + "\"}}";
    }

    @Test
    void aServerWithoutAStreamOfItsOwnIsNoReasonToHaveNone() throws Exception {
        // Given
        TestClient client = open();
        CountDownLatch end = new CountDownLatch(1);
        says(docs, "docs", end, end);

        // When
        try (EventReader events = new EventReader(client.open("GET", null))) {
            // Then
            assertThat(events.next("docs before")).isNotNull();
        }
        end.countDown();
        docs.on("GET", (exchange, call) -> exchange.setStatusCode(405));
        assertThat(client.method("GET").status()).isEqualTo(405);
    }
}
