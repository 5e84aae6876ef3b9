/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ConfigEntry;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows {@code weir.config} into the book; at the start it is given all that the topic holds before anything is decided. */
final class ConfigFeed implements Processor<String, byte[], Void, Void> {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigFeed.class);

    private final ConfigBook book;
    private final Deserializer<ConfigEntry> deserializer;
    private KeyValueStore<String, byte[]> store;

    ConfigFeed(ConfigBook book, Deserializer<ConfigEntry> deserializer) {
        this.book = book;
        this.deserializer = deserializer;
    }

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        store = context.getStateStore(EnforcementTopology.CONFIG_STORE);
    }

    @Override
    public void process(Record<String, byte[]> message) {
        store.put(message.key(), message.value());
        try {
            book.apply(message.key(), deserializer.deserialize(EnforcementTopology.CONFIG_STORE, message.value()));
        } catch (SerializationException e) {
            // An entry that cannot be read is one that is not there, and what needs it is blocked.
            LOG.atError().setCause(e).addKeyValue("key", message.key()).log("cannot read an entry of weir.config");
            book.apply(message.key(), null);
        }
    }
}
