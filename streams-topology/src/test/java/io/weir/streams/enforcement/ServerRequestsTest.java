/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import static io.weir.streams.enforcement.Messages.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.Direction;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.ReplyTo;
import io.weir.events.Verdict;
import io.weir.model.MessageIds;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client's answer is good for one open request of its own session, once, and in whichever process it arrives. */
class ServerRequestsTest {
    @TempDir
    Path directory;

    private Enforcement enforcement;
    private final Messages alice = Messages.of(person("alice", "analysts"));

    @BeforeEach
    void start() {
        enforcement = new Enforcement(directory);
        enforcement.apply(1, Messages.RESOURCES);
    }

    @AfterEach
    void stop() {
        enforcement.close();
    }

    private static Intake ask(Messages session, String id) {
        String messageId = MessageIds.next();
        return session.message(
                messageId,
                messageId,
                MessageKind.REQUEST,
                Direction.SERVER_TO_CLIENT,
                "elicitation/create",
                "",
                "{\"jsonrpc\":\"2.0\",\"id\":" + id
                        + ",\"method\":\"elicitation/create\",\"params\":{\"message\":\"?\"}}",
                null,
                null);
    }

    private static Intake answer(Messages session, String id) {
        return session.message(
                MessageIds.next(),
                "",
                MessageKind.RESPONSE,
                Direction.CLIENT_TO_SERVER,
                "",
                "",
                "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"action\":\"accept\",\"content\":{}}}",
                null,
                null);
    }

    @Test
    void anAnswerInAnotherProcessBelongsToItsRequest() {
        // Given
        Intake asked = ask(alice, "7");
        assertThat(enforcement.sendOne(asked).getOutcome()).isEqualTo(Outcome.FORWARD);

        // When
        Verdict verdict = enforcement.sendOne(answer(alice.at(new ReplyTo(1, "ingress-2:1")), "7"));

        // Then
        assertThat(verdict.getOutcome()).isEqualTo(Outcome.FORWARD);
        assertThat(verdict.getMethod()).isEqualTo("elicitation/create");
        assertThat(verdict.getExchangeId()).isEqualTo(asked.getExchangeId());
        assertThat(verdict.getEpoch()).isEqualTo("ingress-2:1");
    }

    @Test
    void anAnswerIsTakenOnceAndASecondOneGoesNowhere() {
        enforcement.sendOne(ask(alice, "7"));
        enforcement.sendOne(answer(alice, "7"));
        assertGoesNowhere(enforcement.sendOne(answer(alice, "7")));
    }

    @Test
    void theSameAnswerSeenAgainAfterACrashHasTheSameVerdict() {
        enforcement.sendOne(ask(alice, "7"));
        Intake answer = answer(alice, "7");
        enforcement.sendOne(answer);
        assertThat(enforcement.sendOne(answer).getOutcome()).isEqualTo(Outcome.FORWARD);
    }

    @Test
    void anAnswerOfAnotherSessionOrIdGoesNowhere() {
        enforcement.sendOne(ask(alice, "7"));
        assertGoesNowhere(enforcement.sendOne(answer(alice.inNewSession(), "7")));
        assertGoesNowhere(enforcement.sendOne(answer(Messages.of(person("bob", "analysts")), "7")));
        assertGoesNowhere(enforcement.sendOne(answer(alice, "\"7\"")));
        assertThat(enforcement.sendOne(answer(alice, "7")).getOutcome()).isEqualTo(Outcome.FORWARD);
    }

    @Test
    void aRequestWhoseIdIsOpenIsAnsweredWithAnErrorAndNotShown() {
        enforcement.sendOne(ask(alice, "\"a\""));
        Verdict second = enforcement.sendOne(ask(alice, "\"a\""));
        assertThat(second.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(Messages.text(second.getPayload())).contains("\"id\":\"a\"", "\"error\"");
    }

    @Test
    void oneSessionCannotHaveMoreThanItsShareOpen() {
        for (int i = 0; i < ServerRequests.MAX_OPEN_PER_SESSION; i++) {
            assertThat(enforcement.sendOne(ask(alice, Integer.toString(i))).getOutcome())
                    .isEqualTo(Outcome.FORWARD);
        }
        assertThat(enforcement.sendOne(ask(alice, "1000")).getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(enforcement.sendOne(ask(alice.inNewSession(), "1000")).getOutcome())
                .isEqualTo(Outcome.FORWARD);
    }

    @Test
    void theEndOfASessionEndsWhatIsOpenInIt() {
        enforcement.sendOne(ask(alice, "7"));
        enforcement.send(alice.fact(FactType.SESSION_CLOSED, ""));
        assertGoesNowhere(enforcement.sendOne(answer(alice, "7")));
    }

    private static void assertGoesNowhere(Verdict verdict) {
        assertThat(verdict.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(verdict.getPayload()).isNull();
        assertThat(verdict.getReason()).contains("no open request");
    }
}
