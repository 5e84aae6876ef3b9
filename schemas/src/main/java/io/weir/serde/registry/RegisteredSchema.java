/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde.registry;

import org.apache.avro.Schema;

/**
 * A schema as a version of a subject.
 *
 * @param version from 1, dense within the subject
 * @param id from 1, unique in the registry; a schema that two subjects share has one id
 */
public record RegisteredSchema(String subject, int version, int id, Schema schema) {}
