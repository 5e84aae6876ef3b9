/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PollBatchTest {
    private long nanos = Long.MAX_VALUE - 1000;
    private final PollBatch batch = new PollBatch(() -> nanos);
    private final List<Integer> sent = new ArrayList<>();

    private void send(int value) {
        batch.send(() -> sent.add(value));
    }

    @Test
    void sendsAtOnceWhatAnswersAFewRecords() {
        // Given
        batch.polled(2);

        // When
        send(1);
        send(2);

        // Then
        assertThat(sent).containsExactly(1, 2);
    }

    @Test
    void holdsWhatAnswersManyUntilTheyAreWorkedOff() {
        // Given
        batch.polled(3);
        send(1);
        send(2);
        send(3);
        assertThat(sent).isEmpty();

        // When
        batch.end();
        send(4);

        // Then
        assertThat(sent).containsExactly(1, 2, 3, 4);
    }

    @Test
    void releasesInBetweenWithoutLosingTheOrder() {
        // Given
        batch.polled(3);
        send(1);

        // When a commit flushes
        batch.release();
        send(2);
        assertThat(sent).containsExactly(1);
        batch.end();

        // Then
        assertThat(sent).containsExactly(1, 2);
    }

    @Test
    void letsWhatIsDecidedGoWhenTheRestTakesLong() {
        // Given
        batch.polled(3);
        send(1);
        nanos += 2_000_000;
        send(2);
        assertThat(sent).isEmpty();

        // When
        nanos++;
        send(3);

        // Then
        assertThat(sent).containsExactly(1, 2, 3);
        send(4);
        assertThat(sent).containsExactly(1, 2, 3);
    }

    @Test
    void holdsNoMoreThanARequestTakes() {
        // Given
        batch.polled(1000);

        // When
        IntStream.range(0, 300).forEach(this::send);

        // Then
        assertThat(sent).hasSize(256);
        batch.end();
        assertThat(sent).isEqualTo(IntStream.range(0, 300).boxed().toList());
    }
}
