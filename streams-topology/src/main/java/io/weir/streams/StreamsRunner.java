/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka Streams application, running. A thread that fails is replaced; if that goes on, the application stops, which its
 * readiness tells. What it should have decided then waits in the log.
 */
public final class StreamsRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsRunner.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);
    private static final int MAX_REPLACED_THREADS = 20;

    private final String applicationId;
    private final KafkaStreams streams;
    private final AtomicInteger replaced = new AtomicInteger();

    public StreamsRunner(Topology topology, Properties config) {
        applicationId = config.get(StreamsConfig.APPLICATION_ID_CONFIG).toString();
        createStateDirectory(Path.of(config.getProperty(StreamsConfig.STATE_DIR_CONFIG)));
        streams = new KafkaStreams(topology, config);
        streams.setUncaughtExceptionHandler(this::failed);
        streams.setStateListener((now, before) -> LOG.atInfo()
                .addKeyValue("application", applicationId)
                .addKeyValue("state", now)
                .log("Kafka Streams application changed its state"));
    }

    /** Kafka Streams fails when another application of the process creates their common directory at the same moment. */
    private static void createStateDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("The state directory " + directory + " cannot be created", e);
        }
    }

    /** Returns at once; see {@link #whyNotReady}. */
    public void start() {
        streams.start();
    }

    /** For queries on its stores. */
    public KafkaStreams streams() {
        return streams;
    }

    /** Empty if it runs, else what it does instead. */
    public Optional<String> whyNotReady() {
        KafkaStreams.State state = streams.state();
        return state == KafkaStreams.State.RUNNING
                ? Optional.empty()
                : Optional.of("The application " + applicationId + " is " + state + ".");
    }

    /** Adds its meters, {@code weir.streams.*}. */
    public void bindMeters(MeterRegistry registry) {
        new StreamsMeters(applicationId, streams, replaced::get).bindTo(registry);
    }

    private StreamThreadExceptionResponse failed(Throwable failure) {
        boolean replace = replaced.incrementAndGet() <= MAX_REPLACED_THREADS;
        LOG.atError()
                .setCause(failure)
                .addKeyValue("application", applicationId)
                .addKeyValue("replaced", replace)
                .log("A thread of a Kafka Streams application failed");
        return replace ? StreamThreadExceptionResponse.REPLACE_THREAD : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    @Override
    public void close() {
        if (!streams.close(CLOSE_WITHIN)) {
            LOG.atWarn()
                    .addKeyValue("application", applicationId)
                    .log("Did not stop in time; its state is restored at the next start");
        }
    }
}
