/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde.registry;

import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** Versions of one record. */
final class Schemas {
    static final Schema V1 = SchemaBuilder.record("Event")
            .namespace("test")
            .fields()
            .requiredString("id")
            .endRecord();
    /** Reads what V1 wrote. */
    static final Schema V2 = SchemaBuilder.record("Event")
            .namespace("test")
            .fields()
            .requiredString("id")
            .name("more")
            .doc("added")
            .type()
            .longType()
            .longDefault(1)
            .endRecord();
    /** Reads neither. */
    static final Schema INCOMPATIBLE = SchemaBuilder.record("Event")
            .namespace("test")
            .fields()
            .requiredString("id")
            .requiredString("mandatory")
            .endRecord();

    private Schemas() {}

    static Schema documented(Schema schema) {
        return new Schema.Parser().parse(schema.toString().replaceFirst("\\{", "{\"doc\":\"documented\","));
    }
}
