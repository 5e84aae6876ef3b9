/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** A process that produces until it is killed, and prints the number of each record that was acknowledged. */
final class BrokerProcess {

    private BrokerProcess() {}

    public static void main(String[] args) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(Path.of(args[0]))) {
            Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 0);
            try (Admin admin = Admin.create(client)) {
                admin.createTopics(List.of(new NewTopic("numbers", 1, (short) 1)))
                        .all()
                        .get(30, TimeUnit.SECONDS);
            }
            produceForever(client);
        }
    }

    private static void produceForever(Map<String, Object> client) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
            for (int i = 0; ; i++) {
                producer.send(new ProducerRecord<>("numbers", String.valueOf(i)))
                        .get();
                System.out.println(i);
            }
        }
    }

    /** Starts one on the directory. */
    static Process start(Path directory) throws java.io.IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProcess.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
