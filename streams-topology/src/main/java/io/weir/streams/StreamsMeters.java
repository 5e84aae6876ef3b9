/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.apache.kafka.streams.KafkaStreams;

/**
 * What to watch of a Kafka Streams application. A choice: all metrics of all its tasks and stores are thousands, and remain
 * available by JMX.
 */
final class StreamsMeters implements MeterBinder {
    private static final String THREADS = "stream-thread-metrics";
    private static final String FETCHES = "consumer-fetch-manager-metrics";

    private final String application;
    private final KafkaStreams streams;
    private final DoubleSupplier failedThreads;

    StreamsMeters(String application, KafkaStreams streams, DoubleSupplier failedThreads) {
        this.application = application;
        this.streams = streams;
        this.failedThreads = failedThreads;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(
                registry,
                "running",
                "1 if the application runs",
                () -> streams.state() == KafkaStreams.State.RUNNING ? 1 : 0);
        gauge(registry, "threads.failed", "Threads that failed since the start", failedThreads);
        gauge(
                registry,
                "process.rate",
                "Records a second",
                () -> values(THREADS, "process-rate").sum());
        gauge(
                registry,
                "process.latency.max.ms",
                "Longest step through the topology",
                () -> max(THREADS, "process-latency-max"));
        gauge(registry, "commit.latency.max.ms", "Longest commit", () -> max(THREADS, "commit-latency-max"));
        gauge(
                registry,
                "records.lag.max",
                "Records that wait in the fullest partition",
                () -> max(FETCHES, "records-lag-max"));
    }

    private void gauge(MeterRegistry registry, String name, String description, DoubleSupplier value) {
        Gauge.builder("weir.streams." + name, value::getAsDouble)
                .description(description)
                .tags(Tags.of("application", application))
                .register(registry);
    }

    private double max(String group, String name) {
        return values(group, name).max().orElse(0);
    }

    private DoubleStream values(String group, String name) {
        return streams.metrics().entrySet().stream()
                .filter(entry -> entry.getKey().group().equals(group)
                        && entry.getKey().name().equals(name))
                .map(entry -> entry.getValue().metricValue())
                .filter(Double.class::isInstance)
                .mapToDouble(value -> (Double) value)
                .filter(Double::isFinite);
    }
}
