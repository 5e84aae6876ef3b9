/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * A registry in one file, for a Weir that runs in one process. Ids and versions survive a restart; nothing is ever deleted.
 * Every new version of a subject must be able to read what the latest one wrote (compatibility BACKWARD).
 *
 * <p>One process may have the file open at a time.
 */
public final class EmbeddedSchemaRegistry implements SchemaRegistryClient {
    private final SchemaFile file;
    private volatile SchemaBook book;

    private EmbeddedSchemaRegistry(SchemaFile file) throws IOException {
        this.file = file;
        this.book = file.read();
    }

    /**
     * Reads the file, if there is one.
     *
     * @param file is made, with its directories, when the first schema is registered
     * @throws UncheckedIOException if there is a file that cannot be read
     */
    public static EmbeddedSchemaRegistry open(Path file) {
        try {
            return new EmbeddedSchemaRegistry(new SchemaFile(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the schema registry's file " + file, e);
        }
    }

    /** On disk before it returns. */
    @Override
    public synchronized int register(String subject, Schema schema) {
        Optional<RegisteredSchema> known = book.find(subject, schema);
        if (known.isPresent()) {
            return known.get().id();
        }
        List<String> incompatibilities = incompatibilities(subject, schema);
        if (!incompatibilities.isEmpty()) {
            throw new SchemaRegistryException(
                    SchemaRegistryException.INCOMPATIBLE,
                    "the schema cannot read what the latest version of subject " + subject + " wrote: "
                            + String.join("; ", incompatibilities));
        }
        SchemaBook next = book.with(subject, schema);
        try {
            file.write(next);
        } catch (IOException e) {
            throw new RegistryUnavailableException("Cannot write the schema registry's file", e);
        }
        book = next;
        return next.find(subject, schema).orElseThrow().id();
    }

    @Override
    public int idOf(String subject, Schema schema) {
        return find(subject, schema).id();
    }

    @Override
    public Schema byId(int id) {
        return book.byId(id)
                .orElseThrow(() -> new SchemaRegistryException(
                        SchemaRegistryException.SCHEMA_NOT_FOUND, "there is no schema with id " + id));
    }

    @Override
    public RegisteredSchema latest(String subject) {
        List<RegisteredSchema> versions = versions(subject);
        return versions.get(versions.size() - 1);
    }

    /** In alphabetical order. */
    Set<String> subjects() {
        return book.subjects().keySet();
    }

    /** In the order of their numbers; at least one. */
    List<RegisteredSchema> versions(String subject) {
        List<RegisteredSchema> versions = book.versions(subject);
        if (versions.isEmpty()) {
            throw new SchemaRegistryException(
                    SchemaRegistryException.SUBJECT_NOT_FOUND, "there is no subject " + subject);
        }
        return versions;
    }

    /** The version of the subject that is this schema. */
    RegisteredSchema find(String subject, Schema schema) {
        versions(subject);
        return book.find(subject, schema)
                .orElseThrow(() -> new SchemaRegistryException(
                        SchemaRegistryException.SCHEMA_NOT_FOUND, "subject " + subject + " does not have this schema"));
    }

    /** Every subject's version that has this schema's id. */
    List<RegisteredSchema> uses(int id) {
        byId(id);
        return book.uses(id);
    }

    /** Why the schema cannot be the subject's next version; empty if it can. */
    List<String> incompatibilities(String subject, Schema schema) {
        List<RegisteredSchema> versions = book.versions(subject);
        return versions.isEmpty()
                ? List.of()
                : Compatibility.backward(
                        schema, versions.get(versions.size() - 1).schema());
    }
}
