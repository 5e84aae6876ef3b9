/**
 * The two Kafka Streams applications at the heart of Weir: {@link io.weir.streams.enforcement enforcement}, which decides, and the
 * {@link io.weir.streams.ledger ledger}, which records. {@link io.weir.streams.StreamsApp} runs both; {@link
 * io.weir.streams.StreamsMain} is their process.
 */
package io.weir.streams;
