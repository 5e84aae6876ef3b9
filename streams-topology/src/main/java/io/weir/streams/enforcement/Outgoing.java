/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * An event on its way out, serialised already, with the partition that it is addressed to.
 *
 * @param value the event in the wire format
 */
record Outgoing(ByteBuffer value, int partition) {

    static Outgoing to(int partition, byte[] value) {
        return new Outgoing(ByteBuffer.wrap(value), partition);
    }

    /** Hands on the bytes as they are. */
    static Serializer<Outgoing> serializer() {
        return (topic, outgoing) -> Bytes.of(outgoing.value);
    }

    static StreamPartitioner<String, Outgoing> partitioner() {
        return (topic, key, outgoing, partitions) -> Optional.of(Set.of(outgoing.partition));
    }
}
