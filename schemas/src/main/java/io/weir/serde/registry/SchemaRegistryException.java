/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde.registry;

import org.apache.kafka.common.errors.SerializationException;

/** The registry answered, and the answer is no; asking again changes nothing. */
public class SchemaRegistryException extends SerializationException {
    private static final long serialVersionUID = 1L;

    /** No such subject. */
    public static final int SUBJECT_NOT_FOUND = 40401;
    /** No such version of the subject. */
    public static final int VERSION_NOT_FOUND = 40402;
    /** No such schema. */
    public static final int SCHEMA_NOT_FOUND = 40403;
    /** The schema cannot read what an earlier version of the subject wrote. */
    public static final int INCOMPATIBLE = 409;
    /** The text is no Avro schema. */
    public static final int INVALID_SCHEMA = 42201;
    /** The version is no number from 1, and not {@code latest}. */
    public static final int INVALID_VERSION = 42202;

    private final int errorCode;

    public SchemaRegistryException(int errorCode, String message) {
        super(message);
        this.errorCode = errorCode;
    }

    /** The code of the Confluent registry API: an HTTP status, or a status with two more digits. */
    public int errorCode() {
        return errorCode;
    }
}
