/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde.registry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * What a registry knows, at one moment; never changed once made.
 *
 * @param schemas all schemas; a schema's id is its place, counted from 1
 * @param subjects the ids of each subject's versions, in the order of the versions; subjects in alphabetical order
 */
record SchemaBook(List<Schema> schemas, Map<String, List<Integer>> subjects) {
    SchemaBook {
        schemas = List.copyOf(schemas);
        subjects = Collections.unmodifiableMap(new TreeMap<>(subjects));
        for (List<Integer> ids : subjects.values()) {
            for (int id : ids) {
                if (id < 1 || id > schemas.size()) {
                    throw new IllegalArgumentException("a subject has the id " + id + ", but there is no such schema");
                }
            }
        }
    }

    Optional<Schema> byId(int id) {
        return id < 1 || id > schemas.size() ? Optional.empty() : Optional.of(schemas.get(id - 1));
    }

    List<RegisteredSchema> versions(String subject) {
        List<RegisteredSchema> versions = new ArrayList<>();
        for (int id : subjects.getOrDefault(subject, List.of())) {
            versions.add(new RegisteredSchema(subject, versions.size() + 1, id, schemas.get(id - 1)));
        }
        return versions;
    }

    Optional<RegisteredSchema> find(String subject, Schema schema) {
        return versions(subject).stream()
                .filter(version -> same(version.schema(), schema))
                .findFirst();
    }

    List<RegisteredSchema> uses(int id) {
        return subjects.keySet().stream()
                .flatMap(subject -> versions(subject).stream())
                .filter(version -> version.id() == id)
                .toList();
    }

    /** With the schema as the subject's next version; a schema that is known under another subject keeps its id. */
    SchemaBook with(String subject, Schema schema) {
        List<Schema> all = new ArrayList<>(schemas);
        int id = idOf(schema).orElseGet(() -> {
            all.add(schema);
            return all.size();
        });
        Map<String, List<Integer>> versions = new TreeMap<>(subjects);
        List<Integer> earlier = versions.getOrDefault(subject, List.of());
        versions.put(subject, Stream.concat(earlier.stream(), Stream.of(id)).toList());
        return new SchemaBook(all, versions);
    }

    private Optional<Integer> idOf(Schema schema) {
        for (int i = 0; i < schemas.size(); i++) {
            if (same(schemas.get(i), schema)) {
                return Optional.of(i + 1);
            }
        }
        return Optional.empty();
    }

    /** Documentation counts too, as in Confluent's registry: {@code Schema.equals} would not see it. */
    private static boolean same(Schema one, Schema other) {
        return one.toString().equals(other.toString());
    }
}
