/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import static io.weir.policy.Messages.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.policy.PlantedMessages.Place;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every place of every message in which MCP has text, and every identifier: see {@code where-the-text-is.yaml}. */
class WhereTheTextIsTest {

    private static final List<String> MARKERS = List.of("Ann.Marker@example.org", "MARK-4711");
    private static final List<String> MASKS = List.of("[EMAIL]", "[MARK]");

    private static final String ON_TEXT =
            "entities: [EMAIL], patterns: [{entity: MARK, regex: 'MARK-[0-9]{4}'}], in: [requests, responses]";
    private static final CompiledPolicy MASK = Policies.withRules("- {name: masks, mask: {" + ON_TEXT + "}}");
    private static final CompiledPolicy BLOCK =
            Policies.withRules("- {name: blocks, block: {message: 'Not this.', " + ON_TEXT + "}}");

    static Stream<Place> masked() {
        return PlantedMessages.places("masked");
    }

    static Stream<Place> fixed() {
        return PlantedMessages.places("fixed");
    }

    static Stream<Place> hides() {
        return PlantedMessages.places("hides");
    }

    static Stream<Place> kept() {
        return PlantedMessages.places("kept");
    }

    static Stream<Place> looksAt() {
        return Stream.of(masked(), fixed(), hides()).flatMap(places -> places);
    }

    @ParameterizedTest
    @MethodSource("masked")
    void isMaskedAndNothingElseChanges(Place place) {
        for (int i = 0; i < MARKERS.size(); i++) {
            // Given
            GovernedMessage message = place.planted("to " + MARKERS.get(i) + ".");

            // When
            Decision decision = Decider.decide(MASK, message);

            // Then
            assertThat(decision.outcome()).isEqualTo(Outcome.FORWARD);
            assertThat(text(decision.payload()))
                    .isEqualTo(text(place.planted("to " + MASKS.get(i) + ".").payload()));
            assertThat(decision.recordPayload()).isNull();
            assertThat(decision.rules()).containsExactly("masks");
            assertThat(decision.findings())
                    .containsExactly(new Finding(
                            "masks", List.of("EMAIL", "MARK").get(i), place.pointer("to " + MASKS.get(i) + "."), 1));
        }
    }

    @ParameterizedTest
    @MethodSource("looksAt")
    void isBlockedByARuleThatBlocksOnIt(Place place) {
        for (String marker : MARKERS) {
            // Given
            GovernedMessage message = place.planted("to " + marker + ".");

            // When
            Decision decision = Decider.decide(BLOCK, message);

            // Then
            assertThat(decision.outcome()).isEqualTo(Outcome.BLOCK);
            assertThat(decision.rules()).containsExactly("blocks");
            assertThat(decision.reason()).isEqualTo("Not this.");
            assertThat(decision.findings()).isNotEmpty();
            assertThat(decision.payload() == null).isEqualTo(message.kind() == MessageKind.NOTIFICATION);
            String told = decision.findings() + text(decision.payload()) + text(decision.recordPayload());
            assertThat(told)
                    .doesNotContain(marker)
                    .doesNotContain(Base64.getEncoder().encodeToString(("to " + marker + ".").getBytes(UTF_8)));
        }
    }

    @ParameterizedTest
    @MethodSource("fixed")
    void blocksTheMessageWhereAMaskWouldBreakIt(Place place) {
        for (String marker : MARKERS) {
            // When
            Decision decision = Decider.decide(MASK, place.planted("to" + marker));

            // Then
            assertThat(decision.outcome()).isEqualTo(Outcome.BLOCK);
            assertThat(decision.reason()).contains("holds what the policy masks");
            assertThat(decision.findings() + text(decision.payload()) + text(decision.recordPayload()))
                    .doesNotContain(marker);
        }
    }

    @ParameterizedTest
    @MethodSource("hides")
    void hidesTheItemWhereAMaskWouldBreakIt(Place place) {
        for (String marker : MARKERS) {
            // When
            Decision decision = Decider.decide(MASK, place.planted("to" + marker));

            // Then
            assertThat(decision.outcome()).isEqualTo(Outcome.FORWARD);
            assertThat(PlantedMessages.tree(decision.payload())).isEqualTo(place.withoutItem());
            assertThat(decision.findings())
                    .contains(new Finding("masks", "", place.itemsPointer(), 1))
                    .asString()
                    .doesNotContain(marker);
        }
    }

    @ParameterizedTest
    @MethodSource("kept")
    void anIdentifierIsNeitherMaskedNorBlockedOn(Place place) {
        for (String marker : MARKERS) {
            // Given
            GovernedMessage message = place.planted(marker);

            // When
            Decision masked = Decider.decide(MASK, message);
            Decision blocked = Decider.decide(BLOCK, message);

            // Then
            assertThat(masked.payload()).isSameAs(message.payload());
            assertThat(blocked.payload()).isSameAs(message.payload());
            assertThat(masked.findings()).isEmpty();
        }
    }
}
