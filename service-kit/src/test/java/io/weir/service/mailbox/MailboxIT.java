/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.weir.events.Direction;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.PrincipalRecord;
import io.weir.events.Verdict;
import io.weir.serde.WeirSerdes;
import io.weir.service.kafka.TestCluster;
import io.weir.topics.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(KafkaClusterExtension.class)
class MailboxIT {

    @BrokerCluster
    KafkaCluster cluster;

    @TempDir
    Path directory;

    private final List<String> received = new CopyOnWriteArrayList<>();
    private WeirSerdes serdes;

    @BeforeEach
    void prepare() {
        serdes = TestCluster.serdes(directory);
    }

    @Test
    void handsOverItsOwnEpochsVerdictsInOrder() throws Exception {
        // Given
        TestCluster.makeTopics(cluster);
        try (KafkaProducer<String, byte[]> producer = TestCluster.producer(cluster, "");
                Mailbox earlier = open("ingress-0", received::add);
                Mailbox mailbox = open("ingress-0", received::add)) {

            // When
            send(producer, mailbox, verdict("other epoch", earlier.epoch() + "x"));
            send(producer, mailbox, verdict("one", mailbox.epoch()));
            send(producer, mailbox, verdict("two", mailbox.epoch()));
            send(producer, mailbox, verdict("earlier", earlier.epoch()));

            // Then
            await().until(() -> received.size() == 3);
            assertThat(received).containsSubsequence("one", "two").contains("earlier");
            assertThat(mailbox.replyTo().getMailbox())
                    .isEqualTo(earlier.replyTo().getMailbox());
            assertThat(mailbox.epoch()).startsWith("ingress-0:").isNotEqualTo(earlier.epoch());
            assertThat(mailbox.whyNotReady()).isEmpty();
        }
    }

    @Test
    void goesOnAfterWhatItCannotReadAndAfterAReceiverThatThrows() throws Exception {
        // Given
        TestCluster.makeTopics(cluster);
        Consumer<String> receiver = id -> {
            received.add(id);
            if (id.equals("thrown")) {
                throw new IllegalStateException("the receiver's fault");
            }
        };
        try (KafkaProducer<String, byte[]> producer = TestCluster.producer(cluster, "");
                Mailbox mailbox = open("ingress-0", receiver)) {

            // When
            send(producer, mailbox, new byte[] {1, 2, 3});
            send(producer, mailbox, null);
            send(producer, mailbox, verdict("thrown", mailbox.epoch()));
            send(producer, mailbox, verdict("next", mailbox.epoch()));

            // Then
            await().until(() -> received.contains("next"));
            assertThat(received).containsExactly("thrown", "next");
        }
    }

    @Test
    void waitsForTheTopic() throws Exception {
        // Given
        CompletableFuture<Mailbox> opening = CompletableFuture.supplyAsync(() -> open("ingress-0", received::add));

        // When
        TestCluster.makeTopics(cluster);

        // Then
        try (Mailbox mailbox = opening.get(60, TimeUnit.SECONDS)) {
            assertThat(mailbox.whyNotReady()).isEmpty();
        }
    }

    @Test
    void takesTheMailboxOfItsOrdinal() {
        // Given
        TestCluster.makeTopics(cluster);
        MailboxConfig config =
                new MailboxConfig(cluster.getKafkaClientConfiguration(), "ingress-25", OptionalInt.of(25));

        // When
        try (Mailbox mailbox = Mailbox.open(config, serdes, verdict -> {})) {

            // Then
            assertThat(mailbox.replyTo().getMailbox()).isEqualTo(1);
        }
    }

    @Test
    void isNotReadyOnceClosed() {
        // Given
        TestCluster.makeTopics(cluster);
        Mailbox mailbox = open("ingress-0", received::add);

        // When
        mailbox.close();

        // Then
        assertThat(mailbox.whyNotReady()).isPresent();
    }

    private Mailbox open(String instance, Consumer<String> receiver) {
        MailboxConfig config = new MailboxConfig(cluster.getKafkaClientConfiguration(), instance, OptionalInt.empty());
        return Mailbox.open(config, serdes, verdict -> receiver.accept(verdict.getMessageId()));
    }

    private static void send(KafkaProducer<String, byte[]> producer, Mailbox to, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(Topics.VERDICTS, to.replyTo().getMailbox(), "key", value))
                .get(30, TimeUnit.SECONDS);
    }

    private byte[] verdict(String messageId, String epoch) {
        Verdict verdict = Verdict.newBuilder()
                .setMessageId(messageId)
                .setSessionId("abcdefghij.s")
                .setKind(MessageKind.REQUEST)
                .setDirection(Direction.CLIENT_TO_SERVER)
                .setOutcome(Outcome.FORWARD)
                .setEpoch(epoch)
                .setReceivedAt(Instant.EPOCH)
                .setDecidedAt(Instant.EPOCH)
                .setPrincipal(PrincipalRecord.newBuilder().setSubject("alice").build())
                .build();
        return serdes.verdict().serializer().serialize(Topics.VERDICTS, verdict);
    }
}
