/**
 * A Kafka broker and a schema registry for system tests: as containers where Docker is there, in this JVM where it is
 * not, so that the same suite runs in both places.
 */
package io.weir.e2e.kafka;
