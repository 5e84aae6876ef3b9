/** Kafka clients that belong to no consumer group, and the thread that polls one. */
package io.weir.service.kafka;
