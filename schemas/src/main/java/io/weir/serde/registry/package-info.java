/** Where schemas have their ids: a client for registries with Confluent's REST API, and a registry of one file. */
package io.weir.serde.registry;
