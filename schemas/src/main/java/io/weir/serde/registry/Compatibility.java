/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde.registry;

import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** Avro's schema resolution, asked beforehand. */
final class Compatibility {
    private Compatibility() {}

    /** Why a reader with one schema cannot read what a writer with the other one wrote; empty if it can. */
    static List<String> backward(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .stream()
                .map(found -> found.getType() + " at " + found.getLocation() + ": " + found.getMessage())
                .toList();
    }
}
