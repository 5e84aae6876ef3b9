/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedBrokerIT {

    @TempDir
    private Path directory;

    @Test
    void answersOnLoopbackOnlyAndSpeaksTransactionsVersionTwo() throws Exception {
        // Given
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory);
                Admin admin = Admin.create(client(broker))) {
            // When
            Node node = admin.describeCluster()
                    .nodes()
                    .get(10, TimeUnit.SECONDS)
                    .iterator()
                    .next();

            // Then
            assertThat(node.host()).isEqualTo("127.0.0.1");
            assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + node.port());
            assertThat(admin.describeFeatures()
                            .featureMetadata()
                            .get(10, TimeUnit.SECONDS)
                            .finalizedFeatures()
                            .get("transaction.version")
                            .maxVersionLevel())
                    .isEqualTo((short) 2);
        }
    }

    @Test
    void keepsItsDataFromStartToStart() throws Exception {
        // Given
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory);
                Admin admin = Admin.create(client(broker))) {
            admin.createTopics(List.of(new NewTopic("kept", 2, (short) 1)))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        }

        // When
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory);
                Admin admin = Admin.create(client(broker))) {
            // Then
            assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS)).containsExactly("kept");
        }
    }

    @Test
    void losesNothingThatWasAcknowledgedWhenItIsKilled() throws Exception {
        // Given
        Process process = BrokerProcess.start(directory);
        int acknowledged = killAfter(process, 200);

        // When
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory)) {
            List<String> numbers = readAll(broker);

            // Then
            assertThat(numbers).hasSizeGreaterThanOrEqualTo(acknowledged);
            assertThat(numbers)
                    .isEqualTo(IntStream.range(0, numbers.size())
                            .mapToObj(String::valueOf)
                            .toList());
        }
    }

    /** Kills the process once it acknowledged so many, and returns how many it had acknowledged in the end. */
    private static int killAfter(Process process, int count) throws IOException, InterruptedException {
        int acknowledged = 0;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = readQuietly(reader)) {
                if (line.chars().allMatch(Character::isDigit) && ++acknowledged == count) {
                    process.destroyForcibly();
                }
            }
        }
        process.waitFor();
        assertThat(acknowledged).isGreaterThanOrEqualTo(count);
        return acknowledged;
    }

    /** The pipe of a killed process may break instead of ending. */
    private static String readQuietly(BufferedReader reader) {
        try {
            return reader.readLine();
        } catch (IOException e) {
            return null;
        }
    }

    private static List<String> readAll(EmbeddedBroker broker) {
        TopicPartition partition = new TopicPartition("numbers", 0);
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(client(broker), new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(100))) {
                    values.add(record.value());
                }
            }
        }
        return values;
    }

    private static Map<String, Object> client(EmbeddedBroker broker) {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }
}
