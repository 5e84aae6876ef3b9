/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde;

import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that the classes of {@code io.weir.events} may be made from data.
 *
 * <p>Since 1.12.2 Avro instantiates only what it is told to trust, builders of generated classes included, and asks for
 * system properties, which every main, test and script would have to set. Avro loads the providers of logical types before
 * it parses its first schema, so that one of them can say it in time: hence a logical type that no schema has.
 */
public final class TrustedEvents implements LogicalTypes.LogicalTypeFactory {
    private static final String EVENTS = "io.weir.events";
    private static final String TYPE_NAME = "weir-trusted-events";

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(),
                type -> type.getPackageName().equals(EVENTS)));
    }

    @Override
    public String getTypeName() {
        return TYPE_NAME;
    }

    @Override
    public LogicalType fromSchema(Schema schema) {
        return new LogicalType(TYPE_NAME);
    }
}
