/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import static io.weir.streams.enforcement.Messages.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.ApprovalAction;
import io.weir.events.ApprovalRecord;
import io.weir.events.Direction;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.ReplyTo;
import io.weir.events.Verdict;
import io.weir.model.MessageIds;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is for a server beside an agent goes to the agent as well, and to the one that is there now. */
class AgentsTest {
    private static final ReplyTo AGENT = new ReplyTo(3, "agent/desk:one");
    private static final String RESOURCES = Messages.RESOURCES.replace(
            "  kind: mcp\n  url: http://127.0.0.1:9000/mcp\n", "  kind: mcp-stdio\n  agent: desk\n  command: [bank]\n");

    @TempDir
    Path directory;

    private Enforcement enforcement;
    private final Messages alice = Messages.of(person("alice", "analysts"));

    @BeforeEach
    void start() {
        enforcement = new Enforcement(directory);
        enforcement.apply(1, RESOURCES);
    }

    @AfterEach
    void stop() {
        enforcement.close();
    }

    private List<Verdict> opened(ReplyTo agent) {
        return enforcement.send(alice.at(agent).fact(FactType.MAILBOX_OPENED, ""));
    }

    private List<Verdict> closed(ReplyTo agent) {
        return enforcement.send(alice.at(agent).fact(FactType.MAILBOX_OPENED, "", Map.of("closed", "true")));
    }

    private Intake fromServer(MessageKind kind, String json) {
        String id = MessageIds.next();
        return alice.message(id, id, kind, Direction.SERVER_TO_CLIENT, "elicitation/create", "", json, null, null);
    }

    private Intake fromClient(MessageKind kind, String method, String json) {
        return alice.message(MessageIds.next(), "", kind, Direction.CLIENT_TO_SERVER, method, "", json, null, null);
    }

    private static void isCopied(List<Verdict> verdicts) {
        assertThat(verdicts).hasSize(2);
        Verdict asked = verdicts.get(0);
        Verdict copy = verdicts.get(1);
        assertThat(asked.getEpoch()).isEqualTo(Messages.INGRESS.getEpoch());
        assertThat(asked.getAgent()).isEqualTo(AGENT);
        assertThat(asked.getReplyTo()).isNull();
        assertThat(copy.getEpoch()).isEqualTo(AGENT.getEpoch());
        assertThat(copy.getReplyTo()).isEqualTo(Messages.INGRESS);
        assertThat(copy.getMessageId()).isEqualTo(asked.getMessageId());
        assertThat(copy.getPayload()).isEqualTo(asked.getPayload());
        assertThat(copy.getContext()).isEqualTo(asked.getContext());
    }

    @Test
    void aRequestThatIsLetThroughGoesToTheAgentToo() {
        // Given
        opened(AGENT);

        // When
        List<Verdict> verdicts = enforcement.send(alice.call("read", "{}"));

        // Then
        isCopied(verdicts);
        assertThat(verdicts.get(1).getOutcome()).isEqualTo(Outcome.FORWARD);
    }

    @Test
    void theSameMessageSeenAgainGoesToTheSameAgent() {
        // Given
        opened(AGENT);
        Intake request = alice.call("read", "{}");
        List<Verdict> first = enforcement.send(request);
        opened(new ReplyTo(3, "agent/desk:two"));

        // When: a crash lets it be processed again, and another process is the agent by now
        List<Verdict> again = enforcement.send(request);

        // Then: that one must not act on it
        assertThat(again).isEqualTo(first);
    }

    @Test
    void whatIsNotForTheServerStaysAway() {
        // Given
        opened(AGENT);

        // When
        Verdict blocked = enforcement.sendOne(alice.call("run_sql", "{\"query\":\"drop\"}"));
        Intake read = alice.call("read", "{}");
        enforcement.send(read);
        Verdict answer = enforcement.sendOne(alice.response(read, null, "a@b.example"));
        Verdict gone = enforcement.sendOne(alice.fact(FactType.CLIENT_GONE, read.getExchangeId()));

        // Then
        assertThat(blocked.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(answer.getAgent()).isEqualTo(AGENT);
        assertThat(gone.getFact().getType()).isEqualTo(FactType.CLIENT_GONE);
    }

    @Test
    void anApprovedCallGoesToTheAgent() {
        // Given
        opened(AGENT);
        Intake transfer = alice.transfer(5000);
        ApprovalRecord held = enforcement.hold(transfer);
        enforcement.command(ApprovalAction.APPROVE, Messages.BOB, held);

        // When
        List<Verdict> claimed = enforcement.send(alice.claim(transfer, held.getApprovalId()));

        // Then
        isCopied(claimed);
    }

    @Test
    void theClientsOtherMessagesAndTheEndOfItsSessionGoToTheAgent() {
        // Given
        opened(AGENT);
        isCopied(enforcement.send(fromClient(
                MessageKind.NOTIFICATION,
                "notifications/cancelled",
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":7}}")));
        isCopied(enforcement.send(alice.fact(FactType.SESSION_CLOSED, "")));
        isCopied(enforcement.send(alice.fact(FactType.CANCELLED, "an-exchange")));

        // When: the gateway has given up on a call
        Intake read = alice.call("read", "{}");
        enforcement.send(read);

        // Then
        isCopied(enforcement.send(alice.failure(read, null, FactType.UPSTREAM_TIMEOUT)));
    }

    @Test
    void whatTheServerAskedIsAnsweredToIt() {
        // Given
        opened(AGENT);
        Intake asked = fromServer(
                MessageKind.REQUEST, "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"elicitation/create\",\"params\":{}}");
        assertThat(enforcement.sendOne(asked).getOutcome()).isEqualTo(Outcome.FORWARD);

        // When
        List<Verdict> answered = enforcement.send(fromClient(
                MessageKind.RESPONSE, "", "{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"action\":\"decline\"}}"));
        List<Verdict> unasked = enforcement.send(fromClient(
                MessageKind.RESPONSE, "", "{\"jsonrpc\":\"2.0\",\"id\":4,\"result\":{\"action\":\"decline\"}}"));

        // Then
        isCopied(answered);
        assertThat(unasked).hasSize(1);
    }

    @Test
    void aServersRequestThatIsBlockedIsAnsweredToIt() {
        // Given
        opened(AGENT);
        Intake blocked = fromServer(
                MessageKind.REQUEST, "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"no/such/method\",\"params\":{}}");

        // When
        List<Verdict> verdicts = enforcement.send(
                Intake.newBuilder(blocked).setMethod("no/such/method").build());

        // Then
        isCopied(verdicts);
        assertThat(verdicts.get(1).getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(Messages.text(verdicts.get(1).getPayload())).contains("\"id\":3", "\"error\"");
    }

    @Test
    void withoutAnAgentNothingIsLetThrough() {
        // When: it never came
        Verdict before = enforcement.sendOne(alice.call("read", "{}"));
        opened(AGENT);
        List<Verdict> there = enforcement.send(alice.call("read", "{}"));
        closed(AGENT);
        Verdict after = enforcement.sendOne(alice.call("read", "{}"));

        // Then
        assertThat(List.of(before, after)).allSatisfy(refused -> {
            assertThat(refused.getOutcome()).isEqualTo(Outcome.BLOCK);
            assertThat(refused.getReason()).contains("agent");
        });
        assertThat(there).hasSize(2);
    }

    @Test
    void anAgentThatLeavesDoesNotTakeItsSuccessorWithIt() {
        // Given
        opened(AGENT);
        opened(new ReplyTo(3, "agent/desk:two"));

        // When
        closed(AGENT);

        // Then
        List<Verdict> verdicts = enforcement.send(alice.call("read", "{}"));
        assertThat(verdicts.get(1).getEpoch()).isEqualTo("agent/desk:two");
    }

    @Test
    void whatAnAgentLeftBehindIsUnknown() {
        // Given
        opened(AGENT);
        Intake read = alice.call("read", "{}");
        enforcement.send(read);

        // When
        List<Verdict> verdicts = opened(new ReplyTo(3, "agent/desk:two"));
        verdicts.addAll(enforcement.pass(Duration.ofMillis(1)));

        // Then: whoever asked is told
        assertThat(verdicts).anySatisfy(verdict -> {
            assertThat(verdict.getFact().getType()).isEqualTo(FactType.OUTCOME_UNKNOWN);
            assertThat(verdict.getExchangeId()).isEqualTo(read.getExchangeId());
            assertThat(verdict.getEpoch()).isEqualTo(Messages.INGRESS.getEpoch());
        });
        assertThat(enforcement.inFlight().get(read.getExchangeId())).isNull();
    }

    @Test
    void otherConnectionsHaveNoAgent() {
        // Given
        enforcement.apply(2, Messages.RESOURCES);
        opened(AGENT);

        // Then
        assertThat(enforcement.sendOne(alice.call("read", "{}")).getAgent()).isNull();
    }
}
