/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde.registry;

import org.apache.avro.Schema;

/**
 * Where schemas get their ids. Implementations are safe for use by many threads and remember what they were told, so that
 * asking again costs no input or output.
 *
 * <p>All methods throw {@link SchemaRegistryException} if the registry refuses and {@link RegistryUnavailableException} if
 * it cannot be asked.
 */
public interface SchemaRegistryClient {

    /** The id of the schema under the subject, which gets it as its next version if it does not have it yet. */
    int register(String subject, Schema schema);

    /** The id of the schema under the subject; registers nothing. */
    int idOf(String subject, Schema schema);

    /** The schema that has this id. */
    Schema byId(int id);

    /** The latest version of the subject. Not remembered. */
    RegisteredSchema latest(String subject);
}
