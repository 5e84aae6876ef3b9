/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdaptiveLingerTest {
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
    private final HeldTimer timer = new HeldTimer();
    private final AdaptiveLinger sender = new AdaptiveLinger(producer, timer, 2, Duration.ofMillis(3));

    /** A timer whose time comes when the test says so. */
    private static final class HeldTimer extends ScheduledThreadPoolExecutor {
        private Runnable due;

        HeldTimer() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            assertThat(unit.toMillis(delay)).isEqualTo(3);
            assertThat(due).isNull();
            due = task;
            return null;
        }

        void fire() {
            Runnable task = due;
            due = null;
            task.run();
        }
    }

    @AfterEach
    void stop() {
        sender.close();
    }

    @Test
    void sendsAtOnceWhileFewAreUnacknowledged() {
        // When
        send("a");
        send("b");

        // Then
        assertThat(sent()).containsExactly("a", "b");
        assertThat(timer.due).isNull();
    }

    @Test
    void gathersWhatComesWhileManyAreUnacknowledged() {
        // Given
        send("a");
        send("b");

        // When
        send("c");
        send("d");

        // Then
        assertThat(sent()).containsExactly("a", "b");
        timer.fire();
        assertThat(sent()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void letsNothingOvertakeWhatWaits() {
        // Given
        send("a");
        send("b");
        send("c");

        // When there is room again
        producer.completeNext();
        producer.completeNext();
        send("d");
        timer.fire();
        producer.completeNext();
        producer.completeNext();
        send("e");

        // Then
        assertThat(sent()).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void tellsEachSenderHowItsOwnRecordWent() {
        // Given
        CompletableFuture<Void> first = send("a").toCompletableFuture();
        CompletableFuture<Void> second = send("b").toCompletableFuture();
        CompletableFuture<Void> third = send("c").toCompletableFuture();

        // When
        producer.completeNext();
        producer.errorNext(new TimeoutException("test"));

        // Then
        assertThat(first).isCompleted();
        assertThat(second).isCompletedExceptionally();
        assertThat(third).isNotDone();
    }

    @Test
    void countsARecordThatIsRefusedAtOnceAsDone() {
        // Given
        producer.sendException = new TimeoutException("the buffer is full");
        CompletableFuture<Boolean> toldUnderLock =
                send("a").toCompletableFuture().handle((done, failure) -> Thread.holdsLock(sender));
        producer.sendException = null;

        // When
        send("b");
        send("c");

        // Then
        assertThat(toldUnderLock).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(false);
        assertThat(sent()).containsExactly("b", "c");
    }

    @Test
    void handsOverWhatWaitsWhenItIsClosed() {
        // Given
        send("a");
        send("b");
        send("c");

        // When
        sender.close();

        // Then
        assertThat(sent()).containsExactly("a", "b", "c");
    }

    @Test
    void leavesWhatComesAfterTheEndToTheProducer() {
        // Given
        send("a");
        send("b");
        send("c");
        sender.close();
        producer.close();

        // When
        CompletableFuture<Void> late = send("d").toCompletableFuture();

        // Then
        assertThat(late).failsWithin(Duration.ofSeconds(10));
        assertThat(sent()).containsExactly("a", "b", "c");
    }

    private CompletionStage<Void> send(String value) {
        return sender.send(new ProducerRecord<>("topic", value, new byte[0]));
    }

    private List<String> sent() {
        return producer.history().stream().map(ProducerRecord::key).toList();
    }
}
