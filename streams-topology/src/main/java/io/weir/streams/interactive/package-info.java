/**
 * Queries on the stores of a Kafka Streams application, wherever in the cluster they are: {@link
 * io.weir.streams.interactive.StoreOwners} says which instance has a key, and {@link io.weir.streams.interactive.PeerClient}
 * asks it.
 */
package io.weir.streams.interactive;
