/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import static io.weir.streams.enforcement.Messages.ALICE;
import static io.weir.streams.enforcement.Messages.RESOURCES;
import static io.weir.streams.enforcement.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.Direction;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.ReplyTo;
import io.weir.events.Verdict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of messages. */
class MessagesTest {
    @TempDir
    Path directory;

    private Enforcement enforcement;
    private final Messages alice = Messages.of(ALICE);

    @BeforeEach
    void start() {
        enforcement = new Enforcement(directory);
    }

    @AfterEach
    void stop() {
        enforcement.close();
    }

    @Test
    void whatNoRuleTouchesIsForwardedAsItCame() {
        // Given
        enforcement.apply(1, RESOURCES);
        Intake request = alice.call("list_customers", "{ \"limit\" :  1.0 }");

        // When
        Verdict verdict = enforcement.sendOne(request);

        // Then
        assertThat(verdict.getOutcome()).isEqualTo(Outcome.FORWARD);
        assertThat(text(verdict.getPayload())).isEqualTo(text(request.getPayload()));
        assertThat(verdict.getRecordPayload()).isNull();
        assertThat(verdict.getMessageId()).isEqualTo(request.getMessageId());
        assertThat(verdict.getExchangeId()).isEqualTo(request.getExchangeId());
        assertThat(verdict.getEpoch()).isEqualTo("ingress:epoch-1");
        assertThat(verdict.getPolicy().getName()).isEqualTo("starter");
        assertThat(verdict.getPolicy().getVersion()).isEqualTo(1);
        assertThat(verdict.getDecidedAt()).isEqualTo(Enforcement.START);
    }

    @Test
    void withoutAnyPolicyEverythingIsBlocked() {
        // When
        Verdict verdict = enforcement.sendOne(alice.call("list_customers", "{}"));

        // Then
        assertThat(verdict.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(verdict.getPolicy()).isNull();
        assertThat(verdict.getReason()).contains("No policy is active");
        assertThat(text(verdict.getPayload())).contains("\"id\":7", "\"isError\":true", "No policy is active");
    }

    @Test
    void aPointerToAPolicyThatIsNotThereBlocks() {
        // Given
        enforcement.apply(1, RESOURCES);

        // When
        enforcement.activate("starter", 2);

        // Then
        assertThat(enforcement.sendOne(alice.call("list_customers", "{}")).getOutcome())
                .isEqualTo(Outcome.BLOCK);
        // When it arrives, it is in force
        enforcement.apply(2, RESOURCES);
        assertThat(enforcement
                        .sendOne(alice.call("list_customers", "{}"))
                        .getPolicy()
                        .getVersion())
                .isEqualTo(2);
    }

    @Test
    void anUnreadablePolicyBlocks() {
        // Given
        enforcement.apply(1, RESOURCES);

        // When
        enforcement.config("policy/starter/1", null);

        // Then
        assertThat(enforcement.sendOne(alice.call("list_customers", "{}")).getOutcome())
                .isEqualTo(Outcome.BLOCK);
    }

    @Test
    void anUnknownConnectionIsBlocked() {
        // Given
        enforcement.apply(1, RESOURCES);
        enforcement.config("connection/bank", null);

        // When
        Verdict verdict = enforcement.sendOne(alice.request(
                "resources/list", "", "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"resources/list\"}"));

        // Then
        assertThat(verdict.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(text(verdict.getPayload())).contains("\"id\":\"a\"", "-31001");
    }

    @Test
    void whoMayNotUseTheConnectionIsBlockedHereToo() {
        // Given
        enforcement.apply(1, RESOURCES);
        Messages mallory = Messages.of(Messages.person("mallory", "guests"));

        // When
        Verdict verdict = enforcement.sendOne(mallory.call("list_customers", "{}"));

        // Then
        assertThat(verdict.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(verdict.getReason()).contains("may not use");
    }

    @Test
    void aBlockedRequestGetsItsAnswerAndIsRecorded() {
        // Given
        enforcement.apply(1, RESOURCES);

        // When
        Verdict verdict = enforcement.sendOne(alice.call("run_sql", "{\"query\":\"drop table x\"}"));

        // Then
        assertThat(verdict.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(verdict.getRules()).containsExactly("only-select");
        assertThat(text(verdict.getPayload())).contains("\"id\":7", "Only SELECT statements may be run.");
        assertThat(text(verdict.getRecordPayload())).contains("drop table x");
    }

    @Test
    void aRuleThatThrowsBlocks() {
        // Given
        enforcement.apply(1, RESOURCES);

        // When: the rule reads an argument that is not there
        Verdict verdict = enforcement.sendOne(alice.call("run_sql", "{}"));

        // Then
        assertThat(verdict.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(verdict.getRules()).containsExactly("only-select");
        assertThat(verdict.getReason()).contains("could not be evaluated");
    }

    @Test
    void aResponseIsMaskedOnItsWay() {
        // Given
        enforcement.apply(1, RESOURCES);
        Intake request = alice.call("read_customer", "{\"id\":1}");
        enforcement.send(request);

        // When
        Verdict verdict = enforcement.sendOne(alice.response(request, null, "write to ann@example.com"));

        // Then
        assertThat(verdict.getOutcome()).isEqualTo(Outcome.FORWARD);
        assertThat(text(verdict.getPayload())).contains("write to [EMAIL]").doesNotContain("ann@example.com");
        assertThat(verdict.getFindings()).hasSize(1);
    }

    @Test
    void aRequestIsInFlightUntilItsResponse() {
        // Given
        enforcement.apply(1, RESOURCES);
        Intake request = alice.call("read_customer", "{\"id\":1}");

        // When
        enforcement.send(request);

        // Then
        assertThat(enforcement.inFlight().get(request.getExchangeId())).isNotNull();

        // When
        enforcement.send(alice.response(request, null, "done"));

        // Then
        assertThat(enforcement.inFlight().get(request.getExchangeId())).isNull();
    }

    @Test
    void aRequestWithoutAnAnswerForHoursIsRecordedAsUnknown() {
        // Given
        enforcement.apply(1, RESOURCES);
        Intake request = alice.call("read_customer", "{\"id\":1}");
        enforcement.send(request);
        assertThat(enforcement.pass(Duration.ofHours(1))).isEmpty();

        // When
        List<Verdict> later = enforcement.pass(Duration.ofHours(2));

        // Then
        Verdict unknown = Enforcement.one(later);
        assertThat(unknown.getFact().getType()).isEqualTo(FactType.OUTCOME_UNKNOWN);
        assertThat(unknown.getMessageId()).isEqualTo(request.getExchangeId() + "/unknown");
        assertThat(enforcement.inFlight().get(request.getExchangeId())).isNull();
    }

    @Test
    void aFactIsRecorded() {
        // When
        Verdict verdict = enforcement.sendOne(alice.fact(FactType.ACCESS_DENIED, ""));

        // Then
        assertThat(verdict.getKind()).isEqualTo(MessageKind.FACT);
        assertThat(verdict.getOutcome()).isEqualTo(Outcome.FORWARD);
        assertThat(verdict.getFact().getType()).isEqualTo(FactType.ACCESS_DENIED);
        assertThat(verdict.getPayload()).isNull();
    }

    @Test
    void aKindThatIsNotKnownIsBlocked() {
        // When
        Verdict verdict = enforcement.sendOne(alice.message(
                "m", "m", MessageKind.UNKNOWN, Direction.CLIENT_TO_SERVER, "tools/call", "x", "{}", null, null));

        // Then
        assertThat(verdict.getOutcome()).isEqualTo(Outcome.BLOCK);
    }

    @Test
    void whatCannotBeReadBecomesADeadLetter() {
        // When
        List<Verdict> verdicts = enforcement.sendRaw("no event".getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(verdicts).isEmpty();
        assertThat(enforcement.deadLetters()).singleElement().satisfies(letter -> {
            assertThat(new String(letter.value(), StandardCharsets.UTF_8)).isEqualTo("no event");
            assertThat(letter.headers().lastHeader(Emitter.REASON)).isNotNull();
        });
    }

    @Test
    void aVerdictForNoMailboxBecomesADeadLetter() {
        // Given
        enforcement.apply(1, RESOURCES);

        // When
        List<Verdict> verdicts =
                enforcement.send(alice.at(new ReplyTo(99, "x:1")).call("list_customers", "{}"));

        // Then
        assertThat(verdicts).isEmpty();
        assertThat(enforcement.deadLetters()).hasSize(1);
    }

    @Test
    void aProcessThatWasReplacedIsNotServed() {
        // Given
        enforcement.apply(1, RESOURCES);
        Messages after = alice.at(new ReplyTo(1, "ingress:epoch-2"));
        enforcement.send(after.fact(FactType.MAILBOX_OPENED, ""));

        // Then
        assertThat(enforcement.sendOne(alice.call("list_customers", "{}")).getOutcome())
                .isEqualTo(Outcome.BLOCK);
        assertThat(enforcement.sendOne(after.call("list_customers", "{}")).getOutcome())
                .isEqualTo(Outcome.FORWARD);
    }

    @Test
    void whatGrowsBeyondTheLimitByMaskingIsBlocked() {
        // Given
        enforcement.apply(
                1,
                RESOURCES.replace(
                        "entities: [EMAIL]", "patterns: [{entity: A_VERY_LONG_NAME_OF_AN_ENTITY, regex: 'x'}]"));
        Intake request = alice.call("read_customer", "{}");
        enforcement.send(request);

        // When
        Verdict verdict = enforcement.sendOne(alice.response(request, null, "x".repeat(500_000)));

        // Then
        assertThat(verdict.getOutcome()).isEqualTo(Outcome.BLOCK);
        assertThat(verdict.getReason()).contains("larger than the limit");
    }
}
