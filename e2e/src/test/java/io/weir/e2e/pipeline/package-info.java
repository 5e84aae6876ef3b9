/**
 * The services as in production: each started by itself, with its own configuration, meeting only in Kafka.
 *
 * <p>{@link io.weir.e2e.pipeline.SeparateServices} starts them on any {@link io.weir.e2e.kafka.KafkaFixture}.
 */
package io.weir.e2e.pipeline;
