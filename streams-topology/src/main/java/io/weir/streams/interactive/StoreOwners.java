/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.interactive;

import io.weir.topics.SessionPartitioner;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreType;

/**
 * Which instance of an application has which part of a store. Keys are session or approval ids, partitioned by person. Methods
 * throw {@link StoresUnavailableException} while that is not known.
 */
public final class StoreOwners {
    private static final StreamPartitioner<String, Object> BY_PERSON =
            (topic, id, value, partitions) -> Optional.of(Set.of(SessionPartitioner.partitionFor(id, partitions)));

    private final KafkaStreams streams;
    private final Optional<HostInfo> self;

    /**
     * The owners of an application's stores.
     *
     * @param self where this instance is reached by the others; empty if it is the only one
     */
    public StoreOwners(KafkaStreams streams, Optional<HostInfo> self) {
        this.streams = streams;
        this.self = self;
    }

    /** The other instance that has this key; empty if this one has it. */
    public Optional<HostInfo> otherOwner(String store, String id) {
        if (self.isEmpty()) {
            return Optional.empty();
        }
        KeyQueryMetadata owner = unavailableIfFailing(() -> streams.queryMetadataForKey(store, id, BY_PERSON));
        if (owner == null || owner.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            throw new StoresUnavailableException("It is not known yet which instance has the store " + store);
        }
        return Optional.of(owner.activeHost()).filter(host -> !host.equals(self.get()));
    }

    /** All other instances that have a part of the store. */
    public List<HostInfo> otherOwners(String store) {
        if (self.isEmpty()) {
            return List.of();
        }
        return unavailableIfFailing(() -> streams.streamsMetadataForStore(store)).stream()
                .map(StreamsMetadata::hostInfo)
                .filter(host -> !host.equals(self.get()))
                .toList();
    }

    /** This instance's part of a store. */
    public <T> T local(String store, QueryableStoreType<T> type) {
        return unavailableIfFailing(() -> streams.store(StoreQueryParameters.fromNameAndType(store, type)));
    }

    /** Runs a query, and says of a store that moved away meanwhile that it is unavailable. */
    public static <T> T unavailableIfFailing(Query<T> query) {
        try {
            return query.run();
        } catch (InvalidStateStoreException | IllegalStateException e) {
            throw new StoresUnavailableException("The stores are being moved or restored", e);
        }
    }

    /** A query on a store. */
    @FunctionalInterface
    public interface Query<T> {
        T run();
    }
}
