/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde;

import io.weir.serde.registry.RegisteredSchema;
import io.weir.serde.registry.SchemaRegistryClient;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;

/** Counts what is asked of another one. */
final class CountingRegistry implements SchemaRegistryClient {
    private final SchemaRegistryClient delegate;
    private final AtomicInteger registrations = new AtomicInteger();
    private final AtomicInteger lookUps = new AtomicInteger();

    CountingRegistry(SchemaRegistryClient delegate) {
        this.delegate = delegate;
    }

    int registrations() {
        return registrations.get();
    }

    int questions() {
        return registrations.get() + lookUps.get();
    }

    @Override
    public int register(String subject, Schema schema) {
        registrations.incrementAndGet();
        return delegate.register(subject, schema);
    }

    @Override
    public int idOf(String subject, Schema schema) {
        lookUps.incrementAndGet();
        return delegate.idOf(subject, schema);
    }

    @Override
    public Schema byId(int id) {
        lookUps.incrementAndGet();
        return delegate.byId(id);
    }

    @Override
    public RegisteredSchema latest(String subject) {
        lookUps.incrementAndGet();
        return delegate.latest(subject);
    }
}
