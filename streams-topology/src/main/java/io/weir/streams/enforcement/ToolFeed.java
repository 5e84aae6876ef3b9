/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ToolRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows {@code weir.tools} into the book; at the start it is given all that the topic holds before anything is decided. */
final class ToolFeed implements Processor<String, byte[], Void, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(ToolFeed.class);

    private final ToolBook book;
    private final Deserializer<ToolRecord> deserializer;
    private KeyValueStore<String, byte[]> store;

    ToolFeed(ToolBook book, Deserializer<ToolRecord> deserializer) {
        this.book = book;
        this.deserializer = deserializer;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(EnforcementTopology.KNOWN_TOOLS_STORE);
    }

    @Override
    public void process(Record<String, byte[]> message) {
        store.put(message.key(), message.value());
        try {
            book.apply(message.key(), deserializer.deserialize(EnforcementTopology.KNOWN_TOOLS_STORE, message.value()));
        } catch (SerializationException e) {
            LOG.atError().setCause(e).addKeyValue("key", message.key()).log("cannot read an entry of weir.tools");
            book.unreadable(message.key());
        }
    }
}
