/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.weir.events.Direction;
import io.weir.events.FactType;
import io.weir.events.MessageKind;
import io.weir.ingress.harness.EventReader;
import io.weir.ingress.harness.EventReader.Event;
import io.weir.ingress.harness.Gateway;
import io.weir.ingress.harness.ScriptedUpstream;
import io.weir.ingress.harness.TestClient;
import io.weir.ingress.harness.TestVerdicts;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that has lost a stream comes back by GET with the id of the last event that it has heard. */
class ResumptionTest {
    private final ScriptedUpstream upstream = new ScriptedUpstream();
    private final Gateway gateway = Gateway.start(upstream.url());

    @AfterEach
    void stop() {
        gateway.close();
        upstream.close();
    }

    private static String note(int n) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"data\":\"n" + n + "\"}}";
    }

    private static EventReader call(TestClient client) {
        return new EventReader(client.open("POST", TestClient.toolCall(1, "slow")));
    }

    private static EventReader resume(TestClient client, String lastEventId) {
        return new EventReader(client.with("Last-Event-ID", lastEventId).open("GET", null));
    }

    @Test
    void aStreamBeginsWithItsPositionAndEveryEventHasOne() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        upstream.on("tools/call", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            ScriptedUpstream.event(stream, note(1));
            ScriptedUpstream.event(stream, ScriptedUpstream.text(call, "done"));
        });

        // When
        List<Event> events = call(client).rest();

        // Then
        assertThat(events).hasSize(3).allSatisfy(event -> assertThat(event.id()).isNotEmpty());
        assertThat(events.get(0).data()).isEmpty();
        assertThat(events).extracting(Event::id).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-03-26", "2025-06-18"})
    void earlierRevisionsHaveNoEventWithoutAMessage(String version) throws Exception {
        TestClient client = gateway.client().initialize(version);
        upstream.on(
                "tools/call",
                (exchange, call) ->
                        ScriptedUpstream.event(ScriptedUpstream.stream(exchange), ScriptedUpstream.text(call, "done")));
        assertThat(call(client).rest()).singleElement().satisfies(event -> {
            assertThat(event.data()).contains("done");
            assertThat(event.id()).isNotEmpty();
        });
    }

    @Test
    void whatWasMissedIsToldAndThenWhatComes() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        CountDownLatch left = new CountDownLatch(1);
        CountDownLatch back = new CountDownLatch(1);
        upstream.on("tools/call", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            ScriptedUpstream.event(stream, note(1));
            left.await(10, TimeUnit.SECONDS);
            ScriptedUpstream.event(stream, note(2));
            ScriptedUpstream.event(stream, note(3));
            back.await(10, TimeUnit.SECONDS);
            ScriptedUpstream.event(stream, note(4));
            ScriptedUpstream.event(stream, ScriptedUpstream.text(call, "done"));
        });
        Event heard;
        try (EventReader events = call(client)) {
            events.next();
            heard = events.next();
            assertThat(heard.data()).contains("n1");
        }

        // When
        left.countDown();
        await().until(() -> gateway.log(MessageKind.NOTIFICATION).stream()
                        .filter(intake -> intake.getDirection() == Direction.SERVER_TO_CLIENT)
                        .count()
                == 3);
        try (EventReader resumed = resume(client, heard.id())) {
            List<String> told = new ArrayList<>();
            while (told.stream().noneMatch(data -> data.contains("n3"))) {
                told.add(resumed.next().data());
            }
            back.countDown();
            resumed.rest().forEach(event -> told.add(event.data()));

            // Then
            assertThat(told)
                    .filteredOn(data -> !data.isEmpty())
                    .satisfiesExactly(
                            data -> assertThat(data).contains("n2"),
                            data -> assertThat(data).contains("n3"),
                            data -> assertThat(data).contains("n4"),
                            data -> assertThat(data).contains("done"));
        }
    }

    @Test
    void anAnswerThatNobodyHeardIsToldLater() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        CountDownLatch left = new CountDownLatch(1);
        upstream.on("tools/call", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            ScriptedUpstream.event(stream, note(1));
            left.await(10, TimeUnit.SECONDS);
            ScriptedUpstream.event(stream, ScriptedUpstream.text(call, "done"));
        });
        String heard;
        try (EventReader events = call(client)) {
            heard = events.next().id();
        }
        left.countDown();
        await().until(() -> gateway.underWay() == 0);

        // When
        List<Event> told = resume(client, heard).rest();

        // Then
        assertThat(told).extracting(Event::data).anyMatch(data -> data.contains("n1"));
        assertThat(told.get(told.size() - 1).data()).contains("done");
        assertThat(upstream.calls("tools/call")).hasSize(1);
    }

    @Test
    void aServerThatLeavesItsClientAloneIsAskedAgainAndTheClientComesBackAsWell() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        upstream.on("tools/call", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            stream.write("id: e-1\nretry: 20\ndata:\n\n".getBytes(StandardCharsets.UTF_8));
        });
        upstream.on(
                "GET",
                (exchange, call) -> ScriptedUpstream.event(
                        ScriptedUpstream.stream(exchange),
                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"late\":true}}"));

        // When
        List<Event> first = call(client).rest();
        List<Event> second = resume(client, first.get(0).id()).rest();

        // Then
        assertThat(first)
                .noneMatch(event -> event.data() != null && event.data().contains("late"));
        assertThat(first.get(0).data()).isEmpty();
        assertThat(first).last().satisfies(event -> assertThat(event.retry()).isEqualTo("20"));
        assertThat(second).last().satisfies(event -> assertThat(event.data()).contains("\"late\":true"));
        assertThat(upstream.calls("tools/call")).hasSize(1);
        assertThat(upstream.calls())
                .filteredOn(call -> call.httpMethod().equals("GET"))
                .singleElement()
                .satisfies(call -> assertThat(call.headers()).containsEntry("Last-Event-ID", "e-1"));
    }

    @Test
    void inEarlierRevisionsTheClientStaysWhileTheServerIsAskedAgain() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-06-18");
        upstream.on("tools/call", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            stream.write("id: e-1\nretry: 20\ndata:\n\n".getBytes(StandardCharsets.UTF_8));
        });
        upstream.on(
                "GET",
                (exchange, call) -> ScriptedUpstream.event(
                        ScriptedUpstream.stream(exchange),
                        "{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"late\":true}}"));

        // When
        TestClient.Answer answer = client.callTool(3, "poll").get(10, TimeUnit.SECONDS);

        // Then
        assertThat(answer.message().path("result").path("late").asBoolean()).isTrue();
    }

    @Test
    void onlyMaskedEventsAreTold() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        CountDownLatch left = new CountDownLatch(1);
        gateway.decide(intake -> Optional.of(TestVerdicts.forward(
                intake,
                StandardCharsets.UTF_8
                        .decode(intake.getPayload().duplicate())
                        .toString()
                        .replace("secret", "[MASKED]"))));
        upstream.on("tools/call", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            ScriptedUpstream.event(stream, note(1));
            left.await(10, TimeUnit.SECONDS);
            ScriptedUpstream.event(stream, note(2).replace("n2", "secret"));
            ScriptedUpstream.event(stream, ScriptedUpstream.text(call, "secret"));
        });
        String heard;
        try (EventReader events = call(client)) {
            heard = events.next().id();
        }
        left.countDown();
        await().until(() -> gateway.underWay() == 0);

        // When
        List<Event> told = resume(client, heard).rest();

        // Then
        assertThat(told)
                .extracting(Event::data)
                .anyMatch(data -> data.contains("[MASKED]"))
                .noneMatch(data -> data.contains("secret"));
    }

    @Test
    void anEventIdIsGoodInItsOwnSessionOnly() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        TestClient other = gateway.client().initialize("2025-11-25");
        upstream.on(
                "tools/call",
                (exchange, call) ->
                        ScriptedUpstream.event(ScriptedUpstream.stream(exchange), ScriptedUpstream.text(call, "done")));
        String id = call(client).rest().get(0).id();

        // Then
        assertThat(other.with("Last-Event-ID", id).method("GET").status()).isEqualTo(400);
        assertThat(client.with("Last-Event-ID", "x" + id).method("GET").status())
                .isEqualTo(400);
        assertThat(client.with("Authorization", "Bearer bob")
                        .with("Last-Event-ID", id)
                        .method("GET")
                        .status())
                .isEqualTo(404);
        assertThat(client.with("Last-Event-ID", id).method("GET").text()).contains("done");
    }

    @Test
    void anotherStreamsMessagesAreNotTold() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        upstream.on("tools/call", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            String tool = call.json().path("params").path("name").asText();
            ScriptedUpstream.event(stream, note(1).replace("n1", "of " + tool));
            ScriptedUpstream.event(stream, ScriptedUpstream.text(call, "done " + tool));
        });
        String id = new EventReader(client.open("POST", TestClient.toolCall(1, "a")))
                .rest()
                .get(0)
                .id();
        new EventReader(client.open("POST", TestClient.toolCall(2, "b"))).rest();

        // When
        List<Event> told = resume(client, id).rest();

        // Then
        assertThat(told).extracting(Event::data).anyMatch(data -> data.contains("done a"));
        assertThat(told).extracting(Event::data).noneMatch(data -> data.contains("of b") || data.contains("done b"));
    }

    @Test
    void theServersOwnStreamGoesOnWhereItWasLost() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        CountDownLatch over = new CountDownLatch(1);
        upstream.on("GET", (exchange, call) -> {
            OutputStream stream = ScriptedUpstream.stream(exchange);
            String from = call.headers().getOrDefault("Last-Event-ID", "u0");
            int next = Integer.parseInt(from.substring(1)) + 1;
            for (int n = next; n < next + 10; n++) {
                stream.write(("id: u" + n + "\ndata: " + note(n) + "\n\n").getBytes(StandardCharsets.UTF_8));
            }
            stream.flush();
            over.await(10, TimeUnit.SECONDS);
        });
        String heard;
        try (EventReader events = new EventReader(client.open("GET", null))) {
            assertThat(events.next().data()).isEmpty();
            Event first = events.next();
            assertThat(first.data()).contains("n1");
            heard = first.id();
        }
        await().until(() -> gateway.openStreams() == 0);

        // When
        try (EventReader resumed = resume(client, heard)) {
            List<String> told = new ArrayList<>();
            while (told.stream().noneMatch(data -> data.contains("n6"))) {
                told.add(resumed.next().data());
            }

            // Then
            assertThat(told)
                    .filteredOn(data -> !data.isEmpty())
                    .satisfiesExactly(
                            data -> assertThat(data).contains("n2"),
                            data -> assertThat(data).contains("n3"),
                            data -> assertThat(data).contains("n4"),
                            data -> assertThat(data).contains("n5"),
                            data -> assertThat(data).contains("n6"));
        }
        over.countDown();
    }

    @Test
    void whatAnEarlierProcessLeftUnfinishedIsAnsweredAsUnknown() throws Exception {
        // Given
        TestClient client = gateway.client().initialize("2025-11-25");
        CountDownLatch over = new CountDownLatch(1);
        upstream.on("tools/call", (exchange, call) -> {
            ScriptedUpstream.event(ScriptedUpstream.stream(exchange), note(1));
            over.await(10, TimeUnit.SECONDS);
        });
        String heard;
        try (EventReader events = call(client)) {
            heard = events.next().id();
        }
        over.countDown();
        await().until(() -> gateway.underWay() == 0);
        assertThat(gateway.log(MessageKind.RESPONSE))
                .anyMatch(intake -> intake.getFact() != null && intake.getFact().getType() == FactType.OUTCOME_UNKNOWN);

        // When
        List<Event> told = resume(client, heard).rest();

        // Then
        assertThat(told.get(told.size() - 1).data()).contains("-31008");
    }
}
