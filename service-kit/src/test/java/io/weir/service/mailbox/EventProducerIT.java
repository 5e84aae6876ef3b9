/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kroxylicious.testing.kafka.api.KafkaCluster;
import io.kroxylicious.testing.kafka.common.BrokerCluster;
import io.kroxylicious.testing.kafka.junit5ext.KafkaClusterExtension;
import io.weir.events.ApprovalAction;
import io.weir.events.ApprovalCommand;
import io.weir.events.Direction;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.PrincipalRecord;
import io.weir.events.ReplyTo;
import io.weir.serde.WeirSerdes;
import io.weir.service.kafka.Clients;
import io.weir.service.kafka.TestCluster;
import io.weir.topics.SessionPartitioner;
import io.weir.topics.Topics;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(KafkaClusterExtension.class)
class EventProducerIT {

    private static final String SESSION = "abcdefghij.session";
    private static final String APPROVAL = "apr_abcdefghij.approval";
    private static final int MESSAGE_MAX_BYTES = 1 << 20;

    @BrokerCluster
    KafkaCluster cluster;

    @TempDir
    Path directory;

    private WeirSerdes serdes;

    @BeforeEach
    void prepare() {
        serdes = TestCluster.serdes(directory);
        TestCluster.makeTopics(cluster);
    }

    @Test
    void writesMessagesAndCommandsOfOneSessionToTheSamePartition() {
        // Given
        try (EventProducer producer = open(Map.of())) {
            int expected = SessionPartitioner.partitionFor(SESSION, producer.intakePartitions());

            // When
            producer.intake(intake(new byte[10])).toCompletableFuture().join();
            producer.approvalCommand(command()).toCompletableFuture().join();

            // Then
            assertThat(read(Topics.INTAKE, producer.intakePartitions()))
                    .singleElement()
                    .satisfies(item -> {
                        assertThat(item.partition()).isEqualTo(expected);
                        assertThat(item.key()).isEqualTo(SESSION);
                    });
            assertThat(read(Topics.APPROVAL_DECISIONS, producer.intakePartitions()))
                    .singleElement()
                    .satisfies(item -> {
                        assertThat(item.partition()).isEqualTo(expected);
                        assertThat(item.key()).isEqualTo(SESSION);
                    });
        }
    }

    @Test
    void reachesEveryPartitionWhenAsked() {
        // Given
        try (EventProducer producer = open(Map.of())) {

            // When
            IntStream.range(0, producer.intakePartitions())
                    .forEach(partition -> producer.intake(intake(new byte[0]), partition)
                            .toCompletableFuture()
                            .join());

            // Then
            assertThat(read(Topics.INTAKE, producer.intakePartitions()))
                    .extracting(ConsumerRecord::partition)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, producer.intakePartitions())
                            .boxed()
                            .toList());
        }
    }

    @Test
    void takesTheLargestMessageWithRoomToSpareAndFailsTheStageBeyond() {
        // Given
        try (EventProducer producer = open(Map.of())) {

            // When
            producer.intake(intake(new byte[MESSAGE_MAX_BYTES]))
                    .toCompletableFuture()
                    .join();
            Throwable tooLarge = catchThrowable(() -> producer.intake(intake(new byte[8 * MESSAGE_MAX_BYTES]))
                    .toCompletableFuture()
                    .join());

            // Then
            assertThat(tooLarge).hasCauseInstanceOf(RecordTooLargeException.class);
        }
    }

    @Test
    void cannotBeConfiguredToLoseEvents() {
        // Given
        Map<String, Object> careless = Map.of(
                ProducerConfig.ACKS_CONFIG, "0",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "false",
                ProducerConfig.LINGER_MS_CONFIG, "100",
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");

        // When
        Map<String, Object> settings = Clients.producerSettings(careless, MESSAGE_MAX_BYTES);

        // Then
        assertThat(settings)
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, 0)
                .containsEntry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
    }

    private EventProducer open(Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(cluster.getKafkaClientConfiguration());
        settings.putAll(more);
        return EventProducer.open(settings, MESSAGE_MAX_BYTES, serdes);
    }

    private List<ConsumerRecord<String, byte[]>> read(String topic, int partitions) {
        try (var consumer = Clients.tailConsumer(cluster.getKafkaClientConfiguration())) {
            List<TopicPartition> all = IntStream.range(0, partitions)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long expected = consumer.endOffsets(all).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            List<ConsumerRecord<String, byte[]>> items = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (items.size() < expected && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofSeconds(1)).forEach(items::add);
            }
            return items;
        }
    }

    private static Intake intake(byte[] payload) {
        return Intake.newBuilder()
                .setMessageId("m")
                .setSessionId(SESSION)
                .setKind(MessageKind.REQUEST)
                .setDirection(Direction.CLIENT_TO_SERVER)
                .setReceivedAt(Instant.EPOCH)
                .setPrincipal(PrincipalRecord.newBuilder().setSubject("alice").build())
                .setPayload(ByteBuffer.wrap(payload))
                .setReplyTo(new ReplyTo(0, "ingress-0:e"))
                .build();
    }

    private static ApprovalCommand command() {
        return ApprovalCommand.newBuilder()
                .setCommandId("c")
                .setApprovalId(APPROVAL)
                .setSessionId(SESSION)
                .setAction(ApprovalAction.APPROVE)
                .setPrincipal(PrincipalRecord.newBuilder().setSubject("bob").build())
                .setIssuedAt(Instant.EPOCH)
                .setReplyTo(new ReplyTo(0, "approvals-0:e"))
                .build();
    }
}
