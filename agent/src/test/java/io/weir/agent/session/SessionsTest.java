/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.agent.child.Child;
import io.weir.agent.child.ChildEnd;
import io.weir.events.Direction;
import io.weir.events.Fact;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.ReplyTo;
import io.weir.events.Verdict;
import io.weir.model.GatewayTasks;
import io.weir.model.MessageIds;
import io.weir.model.Principal;
import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.resource.Resources;
import io.weir.policy.resource.Target;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes into a server's process for each verdict, and what comes out for each of its lines. */
class SessionsTest {
    private static final ReplyTo INGRESS = new ReplyTo(1, "ingress:1");
    private static final ConnectionResource FILES = (ConnectionResource)
            Resources.parse("connection: {name: files, kind: mcp-stdio, agent: desk, command: [server], "
                            + "allowedGroups: [a], timeout: 30s, idleTimeout: 60s}\n")
                    .resources()
                    .get(0);

    /** A process that a test plays. */
    private final class FakeChild implements Child {
        private final List<String> in = new ArrayList<>();
        private final Listener listener;
        private boolean reads = true;
        private String endReason;

        FakeChild(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void start() {
            children.add(this);
        }

        @Override
        public boolean send(byte[] line) {
            in.add(new String(line, UTF_8));
            return reads;
        }

        @Override
        public void end(String reason) {
            endReason = reason;
        }

        @Override
        public boolean awaitGone(Duration timeout) {
            return true;
        }

        void says(String line) {
            listener.line(line.getBytes(UTF_8));
        }

        String last() {
            return in.get(in.size() - 1);
        }
    }

    private final List<FakeChild> children = new ArrayList<>();
    private final List<Intake> log = new ArrayList<>();
    private final Counters counters = Counters.zero();
    private Optional<ConnectionResource> connection = Optional.of(FILES);
    private boolean allowed = true;
    private String revision = "2025-11-25";
    private Sessions sessions;

    @BeforeEach
    void start() {
        sessions = new Sessions(
                new Sessions.Settings(name -> connection, program -> allowed, 2),
                new Outbox(intake -> {
                    log.add(intake);
                    return CompletableFuture.completedStage(null);
                }),
                counters,
                (Target.Stdio target, Child.Listener listener) -> new FakeChild(listener),
                Clock.systemUTC());
    }

    private Verdict verdict(String session, MessageKind kind, Direction direction, String json) {
        String id = MessageIds.next();
        String method = json.contains("\"method\":\"") ? json.replaceAll("(?s).*\"method\":\"([^\"]*)\".*", "$1") : "";
        return new Verdict(
                id,
                "exchange-" + id,
                session,
                kind,
                direction,
                Outcome.FORWARD,
                "agent/desk:1",
                Instant.now(),
                Instant.now(),
                Principal.anonymous().toRecord(),
                "files",
                revision,
                method,
                "",
                ByteBuffer.wrap(json.getBytes(UTF_8)),
                null,
                ByteBuffer.wrap("context".getBytes(UTF_8)),
                null,
                List.of(),
                List.of(),
                "",
                null,
                null,
                null,
                "",
                "",
                new ReplyTo(3, "agent/desk:1"),
                INGRESS);
    }

    private Verdict request(String session, String json) {
        return verdict(session, MessageKind.REQUEST, Direction.CLIENT_TO_SERVER, json);
    }

    private Verdict take(Verdict verdict) {
        sessions.take(verdict);
        return verdict;
    }

    private FakeChild open(String session) {
        take(request(session, "{\"id\":0,\"method\":\"initialize\",\"params\":{}}"));
        FakeChild child = children.get(children.size() - 1);
        child.says("{\"id\":1,\"result\":{}}");
        log.clear();
        return child;
    }

    private String payload(int index) {
        return UTF_8.decode(log.get(index).getPayload().duplicate()).toString();
    }

    private static String call(String id, String meta) {
        return "{\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"t\"" + meta + "}}";
    }

    @Test
    void aClientMayUseAnIdTwiceAtATime() {
        // Given
        FakeChild child = open("s");

        // When
        Verdict one = take(request("s", call("7", "")));
        Verdict two = take(request("s", call("7", "")));
        Verdict text = take(request("s", call("\"7\"", "")));
        child.says("{\"id\":4,\"result\":{\"x\":[4]}}");
        child.says("{\"id\":3,\"result\":{\"x\":[3]}}");
        child.says("{\"id\":2,\"result\":{\"x\":[2]}}");

        // Then
        assertThat(child.in.subList(1, 4)).containsExactly(call("2", ""), call("3", ""), call("4", ""));
        assertThat(log)
                .extracting(Intake::getExchangeId)
                .containsExactly(text.getExchangeId(), two.getExchangeId(), one.getExchangeId());
        assertThat(List.of(payload(0), payload(1), payload(2)))
                .containsExactly(
                        "{\"id\":\"7\",\"result\":{\"x\":[4]}}",
                        "{\"id\":7,\"result\":{\"x\":[3]}}",
                        "{\"id\":7,\"result\":{\"x\":[2]}}");
    }

    @Test
    void anAnswerHasAllThatItsRequestHad() {
        // Given
        FakeChild child = open("s");
        Verdict call = take(request("s", call("7", "")));

        // When
        child.says("{\"id\":2,\"result\":{}}");

        // Then
        Intake answer = log.get(0);
        assertThat(answer.getKind()).isEqualTo(MessageKind.RESPONSE);
        assertThat(answer.getDirection()).isEqualTo(Direction.SERVER_TO_CLIENT);
        assertThat(answer.getMethod()).isEqualTo("tools/call");
        assertThat(answer.getName()).isEqualTo("t");
        assertThat(answer.getContext()).isEqualTo(call.getContext());
        assertThat(answer.getReplyTo()).isEqualTo(INGRESS);
        assertThat(answer.getSessionId()).isEqualTo("s");
        assertThat(answer.getFact()).isNull();
    }

    @Test
    void eachSessionHasAProcess() {
        // Given
        FakeChild one = open("s1");
        FakeChild two = open("s2");

        // When
        take(request("s1", call("1", "")));
        take(request("s2", call("1", "")));
        two.says("{\"id\":2,\"result\":{\"of\":2}}");

        // Then
        assertThat(one).isNotSameAs(two);
        assertThat(log).singleElement().extracting(Intake::getSessionId).isEqualTo("s2");
    }

    @Test
    void theSameVerdictActsOnce() {
        // Given
        FakeChild child = open("s");
        Verdict call = request("s", call("1", ""));

        // When
        sessions.take(call);
        sessions.take(call);

        // Then
        assertThat(child.in).hasSize(2);
    }

    @Test
    void progressComesToItsRequest() {
        // Given
        FakeChild child = open("s");
        Verdict one = take(request("s", call("1", ",\"_meta\":{\"progressToken\":\"p\"}")));
        take(request("s", call("2", ",\"_meta\":{\"progressToken\":1}")));

        // When
        child.says("{\"method\":\"notifications/progress\",\"params\":{\"progressToken\":2,\"progress\":2}}");
        child.says("{\"method\":\"notifications/progress\",\"params\":{\"progressToken\":99,\"progress\":2}}");

        // Then: what nobody asked for could be taken for something else
        assertThat(child.in.get(1)).contains("\"progressToken\":2}");
        assertThat(log).hasSize(1);
        assertThat(payload(0)).contains("\"progressToken\":\"p\"");
        assertThat(log.get(0).getStream()).isEqualTo(one.getExchangeId());
        assertThat(counters.dropped().sum()).isEqualTo(1);
    }

    @Test
    void aCancellationNamesTheRequestAsTheServerKnowsIt() {
        // Given
        FakeChild child = open("s");
        take(request("s", call("7", "")));
        String cancelled = "{\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":%s}}";

        // When
        take(verdict("s", MessageKind.NOTIFICATION, Direction.CLIENT_TO_SERVER, cancelled.formatted("7")));
        take(verdict("s", MessageKind.NOTIFICATION, Direction.CLIENT_TO_SERVER, cancelled.formatted("\"7\"")));

        // Then
        assertThat(child.in.subList(2, child.in.size())).containsExactly(cancelled.formatted("2"));
    }

    @Test
    void whoHangsUpTakesItsRequestBack() {
        // Given
        revision = "2026-07-28";
        Verdict call = take(request("s", call("7", "")));
        FakeChild child = children.get(0);

        // When
        Verdict fact = verdict("s", MessageKind.FACT, Direction.CLIENT_TO_SERVER, "");
        fact.put("fact", new Fact(FactType.CANCELLED, "gone", Map.of("exchangeId", call.getExchangeId())));
        take(fact);
        child.says("{\"id\":1,\"result\":{}}");

        // Then
        assertThat(child.last()).contains("notifications/cancelled", "\"requestId\":1,");
        assertThat(log).isEmpty();
    }

    @Test
    void whatTheServerSaysByItselfFindsItsPlace() {
        // Given
        FakeChild child = open("s");
        String note = "{\"method\":\"notifications/message\",\"params\":{\"data\":1}}";

        // When: no request is open, one is, two are
        child.says(note);
        Verdict one = take(request("s", call("1", "")));
        child.says(note);
        take(request("s", call("2", "")));
        child.says(note);

        // Then
        assertThat(log).extracting(Intake::getStream).containsExactly("s", one.getExchangeId(), "s");
        assertThat(log).allSatisfy(intake -> assertThat(intake.getReplyTo()).isEqualTo(INGRESS));
    }

    @Test
    void theServersRequestsKeepTheirIds() {
        // Given
        FakeChild child = open("s");
        String ask = "{\"id\":0,\"method\":\"roots/list\"}";

        // When
        child.says(ask);
        child.says(ask);
        take(verdict("s", MessageKind.RESPONSE, Direction.CLIENT_TO_SERVER, "{\"id\":0,\"result\":{\"roots\":[]}}"));
        take(verdict("s", MessageKind.RESPONSE, Direction.CLIENT_TO_SERVER, "{\"id\":0,\"result\":{\"roots\":[1]}}"));

        // Then: the second time it could not be told from the first
        assertThat(log).singleElement().satisfies(intake -> {
            assertThat(intake.getKind()).isEqualTo(MessageKind.REQUEST);
            assertThat(intake.getExchangeId()).isEqualTo(intake.getMessageId());
        });
        assertThat(payload(0)).isEqualTo(ask);
        assertThat(child.in.get(1)).contains("\"id\":0,\"error\"");
        assertThat(child.in.get(2)).contains("\"roots\":[]");
        assertThat(child.in).hasSize(3);
    }

    @Test
    void aBlockedRequestOfTheServerIsAnswered() {
        // Given
        FakeChild child = open("s");
        child.says("{\"id\":\"q\",\"method\":\"sampling/createMessage\"}");
        Verdict blocked = verdict(
                "s", MessageKind.REQUEST, Direction.SERVER_TO_CLIENT, "{\"id\":\"q\",\"error\":{\"code\":-31001}}");
        blocked.put("outcome", Outcome.BLOCK);

        // When
        take(blocked);

        // Then
        assertThat(child.last()).contains("-31001");
    }

    @Test
    void aSubscriptionHasTheIdOfItsRequest() {
        // Given
        revision = "2026-07-28";
        Verdict listen = take(request("s", "{\"id\":\"l\",\"method\":\"subscriptions/listen\",\"params\":{}}"));
        take(request("s", call("2", "")));
        FakeChild child = children.get(0);
        String meta = "\"_meta\":{\"io.modelcontextprotocol/subscriptionId\":1}";

        // When
        child.says("{\"method\":\"notifications/tools/list_changed\",\"params\":{" + meta + "}}");
        child.says("{\"id\":1,\"result\":{" + meta + "}}");
        child.says("{\"method\":\"notifications/tools/list_changed\",\"params\":{" + meta + "}}");

        // Then
        assertThat(log).hasSize(2);
        assertThat(log.get(0).getStream()).isEqualTo(listen.getExchangeId());
        assertThat(payload(0)).contains("subscriptionId\":\"l\"");
        assertThat(payload(1)).contains("subscriptionId\":\"l\"", "\"id\":\"l\"");
    }

    @Test
    void aTasksIdIsTheServers() {
        // Given
        FakeChild child = open("s");
        take(request("s", call("1", "")));
        String result =
                "{\"id\":2,\"result\":{\"_meta\":{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"2\"}}}}";

        // When
        child.says(result);

        // Then
        assertThat(payload(0)).isEqualTo(result.replaceFirst("\"id\":2", "\"id\":1"));
    }

    @Test
    void aTaskOfTheGatewaysIsNotTheServers() {
        // Given
        FakeChild child = open("s");

        // When
        take(request(
                "s", "{\"id\":1,\"method\":\"tasks/get\",\"params\":{\"taskId\":\"" + GatewayTasks.PREFIX + "x\"}}"));
        take(request("s", "{\"id\":1,\"method\":\"tasks/get\",\"params\":{\"taskId\":\"x\"}}"));

        // Then
        assertThat(child.in).hasSize(2);
        assertThat(child.last()).contains("\"taskId\":\"x\"");
    }

    @Test
    void whenTheProcessEndsEveryRequestIsAnswered() {
        // Given
        FakeChild child = open("s");
        take(request("s", call("\"a\"", "")));
        take(request("s", call("2", "")));

        // When
        child.listener.ended(new ChildEnd(true, "It fell"));
        child.says("{\"id\":2,\"result\":{}}");

        // Then
        assertThat(log).hasSize(2);
        assertThat(payload(0)).contains("\"id\":\"a\"", "-31008", "It fell");
        assertThat(log).allSatisfy(intake -> {
            assertThat(intake.getKind()).isEqualTo(MessageKind.RESPONSE);
            assertThat(intake.getFact().getType()).isEqualTo(FactType.OUTCOME_UNKNOWN);
        });

        // When: the session goes on, or another begins
        take(request("s", call("3", "")));
        open("s2");

        // Then
        assertThat(children).hasSize(2);
    }

    @Test
    void aRequestInASessionWithoutAProcessIsToldSo() {
        // When
        take(request("s", call("3", "")));

        // Then
        assertThat(children).isEmpty();
        assertThat(payload(0)).contains("\"id\":3", "initialize");
        assertThat(log.get(0).getFact().getAttributes()).containsEntry("status", "404");
    }

    @Test
    void aStatelessRequestStartsAProcessAgain() {
        // Given
        revision = "2026-07-28";
        take(request("s", call("1", "")));
        children.get(0).listener.ended(new ChildEnd(true, "It fell"));

        // When
        take(request("s", call("2", "")));

        // Then
        assertThat(children).hasSize(2);
        assertThat(children.get(1).in).hasSize(1);
    }

    @Test
    void aServerCannotAskWhereThereAreNoSessions() {
        // Given
        revision = "2026-07-28";
        take(request("s", call("1", "")));

        // When
        children.get(0).says("{\"id\":5,\"method\":\"roots/list\"}");

        // Then
        assertThat(log).isEmpty();
        assertThat(children.get(0).last()).contains("\"id\":5", "-32601");
    }

    @Test
    void whatIsNoMessageIsDropped() {
        // Given
        FakeChild child = open("s");

        // When
        child.says("starting up …");
        child.says("[]");
        child.says("{\"id\":99,\"result\":{}}");
        child.listener.tooLong();

        // Then
        assertThat(log).isEmpty();
        assertThat(counters.dropped().sum()).isEqualTo(4);
    }

    @Test
    void aServerThatDoesNotReadIsEnded() {
        // Given
        FakeChild child = open("s");
        child.reads = false;

        // When
        take(request("s", call("1", "")));

        // Then
        assertThat(child.endReason).contains("does not read");
    }

    @Test
    void refusesBeyondItsBoundsAndWhatItMayNotStart() {
        // Given
        open("s1");
        open("s2");

        // When
        take(request("s3", "{\"id\":0,\"method\":\"initialize\"}"));
        sessions.tick(System.nanoTime());
        allowed = false;
        children.get(0).listener.ended(new ChildEnd(true, "x"));
        take(request("s3", "{\"id\":0,\"method\":\"initialize\"}"));
        connection = Optional.empty();
        take(request("s3", "{\"id\":0,\"method\":\"initialize\"}"));
        sessions.tick(System.nanoTime() + Duration.ofSeconds(3).toNanos());

        // Then
        assertThat(children).hasSize(2);
        assertThat(payload(0)).contains("-31007");
        assertThat(payload(1)).contains("may not start");
        assertThat(payload(2)).contains("does not know");
    }

    @Test
    void aConnectionMayBeHeardOfAMomentLater() {
        // Given
        connection = Optional.empty();
        take(request("s", "{\"id\":0,\"method\":\"initialize\"}"));
        assertThat(children).isEmpty();

        // When
        connection = Optional.of(FILES);
        sessions.connectionsChanged();

        // Then
        assertThat(children)
                .singleElement()
                .satisfies(child -> assertThat(child.in).hasSize(1));
        assertThat(log).isEmpty();
    }

    @Test
    void whatIsTooOldIsNotExecuted() {
        // Given
        FakeChild child = open("s");
        Verdict late = request("s", call("1", ""));
        late.put("decidedAt", Instant.now().minusSeconds(31));

        // When
        take(late);

        // Then
        assertThat(child.in).hasSize(1);
        assertThat(payload(0)).contains("-31003", "too late");
    }

    @Test
    void endsWithItsSessionItsIdlenessAndItsConnection() {
        // Given
        FakeChild closed = open("s1");
        FakeChild idle = open("s2");
        Verdict fact = verdict("s1", MessageKind.FACT, Direction.CLIENT_TO_SERVER, "");
        fact.put("fact", new Fact(FactType.SESSION_CLOSED, "closed", Map.of()));

        // When
        take(fact);
        sessions.tick(System.nanoTime() + Duration.ofSeconds(59).toNanos());

        // Then
        assertThat(closed.endReason).isNotNull();
        assertThat(idle.endReason).isNull();

        // When
        sessions.tick(System.nanoTime() + Duration.ofSeconds(61).toNanos());

        // Then
        assertThat(idle.endReason).contains("idle");

        // When
        closed.endReason = null;
        connection = Optional.empty();
        sessions.connectionsChanged();

        // Then
        assertThat(closed.endReason).contains("removed");
    }

    @Test
    void aSessionIsNotIdleWhileARequestIsOpen() {
        // Given
        FakeChild child = open("s");
        take(request("s", call("1", "")));

        // When
        sessions.tick(System.nanoTime() + Duration.ofHours(1).toNanos());

        // Then
        assertThat(child.endReason).isNull();
    }
}
