/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde;

import io.weir.serde.registry.RegisteredSchema;
import io.weir.serde.registry.SchemaRegistryClient;
import io.weir.serde.registry.SchemaRegistryException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.config.AbstractConfig;

/** How the id that is written comes about: register, use what is registered, or use the latest version. */
@FunctionalInterface
interface SchemaIds {

    int idOf(SchemaRegistryClient registry, String subject, Schema schema);

    SchemaIds REGISTER = SchemaRegistryClient::register;
    SchemaIds REGISTERED = SchemaRegistryClient::idOf;
    SchemaIds LATEST = SchemaIds::latest;

    static SchemaIds from(AbstractConfig config) {
        if (config.getBoolean(SerdeConfig.AUTO_REGISTER_SCHEMAS)) {
            return REGISTER;
        }
        return config.getBoolean(SerdeConfig.USE_LATEST_VERSION) ? LATEST : REGISTERED;
    }

    /** The same, asked once for each subject; for whoever writes one schema to a subject. */
    default SchemaIds remembered() {
        Map<String, Integer> known = new ConcurrentHashMap<>();
        return (registry, subject, schema) -> known.computeIfAbsent(subject, name -> idOf(registry, name, schema));
    }

    private static int latest(SchemaRegistryClient registry, String subject, Schema schema) {
        RegisteredSchema latest = registry.latest(subject);
        // The parsing form (Avro specification, "Parsing Canonical Form") decides the bytes. With another one, a reader
        // would take one field for another.
        if (!SchemaNormalization.toParsingForm(latest.schema()).equals(SchemaNormalization.toParsingForm(schema))) {
            throw new SchemaRegistryException(
                    SchemaRegistryException.INCOMPATIBLE,
                    "the latest version of subject " + subject + " (" + latest.version() + ") has other fields than "
                            + schema.getFullName() + " of this program: register this one first, or unset "
                            + SerdeConfig.USE_LATEST_VERSION);
        }
        return latest.id();
    }
}
