/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/** The book as a JSON file, replaced as a whole: after a crash there is the old one or the new one, and nothing between. */
final class SchemaFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path path;

    SchemaFile(Path path) {
        this.path = path.toAbsolutePath();
    }

    SchemaBook read() throws IOException {
        if (!Files.exists(path)) {
            return new SchemaBook(List.of(), Map.of());
        }
        JsonNode root = JSON.readTree(path.toFile());
        try {
            return new SchemaBook(schemas(root.required("schemas")), subjects(root.required("subjects")));
        } catch (IllegalArgumentException | SchemaParseException e) {
            throw new IOException("the file is damaged: " + e.getMessage(), e);
        }
    }

    void write(SchemaBook book) throws IOException {
        Files.createDirectories(path.getParent());
        Path next = path.resolveSibling(path.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes =
                    ByteBuffer.wrap(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(toJson(book)));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Schema> schemas(JsonNode texts) {
        List<Schema> schemas = new ArrayList<>();
        texts.forEach(text -> schemas.add(new Schema.Parser().parse(text.asText())));
        return schemas;
    }

    private static Map<String, List<Integer>> subjects(JsonNode node) {
        Map<String, List<Integer>> subjects = new TreeMap<>();
        node.properties().forEach(subject -> {
            List<Integer> ids = new ArrayList<>();
            subject.getValue().forEach(id -> ids.add(id.asInt()));
            subjects.put(subject.getKey(), ids);
        });
        return subjects;
    }

    private static ObjectNode toJson(SchemaBook book) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode schemas = root.putArray("schemas");
        book.schemas().forEach(schema -> schemas.add(schema.toString()));
        ObjectNode subjects = root.putObject("subjects");
        book.subjects().forEach((subject, ids) -> {
            ArrayNode versions = subjects.putArray(subject);
            ids.forEach(versions::add);
        });
        return root;
    }
}
