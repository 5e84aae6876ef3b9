/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.kafka;

import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;

/** A running broker and a registry that speaks Confluent's API; both end with {@link #close()}. */
public interface KafkaFixture extends AutoCloseable {

    /** The environment variable that chooses: {@code containers}, {@code in-jvm}, or {@code auto}, which is the default. */
    String CHOICE = "WEIR_TEST_KAFKA";

    /** Brokers to begin with, HOST:PORT. */
    String bootstrapServers();

    /** The root of Confluent's API. */
    String registryUrl();

    @Override
    void close();

    /**
     * Starts containers when Docker answers and has or gets the images, and otherwise a broker in this JVM.
     *
     * @throws IllegalStateException when {@code WEIR_TEST_KAFKA=containers} and they cannot be had
     */
    static KafkaFixture start() {
        return switch (System.getenv().getOrDefault(CHOICE, "auto").toLowerCase(Locale.ROOT)) {
            case "containers" -> ContainerKafka.start();
            case "in-jvm" -> InJvmKafka.start();
            case "auto" -> containersOrInJvm();
            default -> throw new IllegalStateException(CHOICE + " must be containers, in-jvm or auto");
        };
    }

    private static KafkaFixture containersOrInJvm() {
        Logger log = LoggerFactory.getLogger(KafkaFixture.class);
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            log.atWarn().log("Docker does not answer: Kafka runs in the JVM of the test");
            return InJvmKafka.start();
        }
        try {
            return ContainerKafka.start();
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("Docker has no Kafka container to offer: Kafka runs in the JVM of the test");
            return InJvmKafka.start();
        }
    }
}
