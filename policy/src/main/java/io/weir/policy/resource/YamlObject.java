/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML mapping, read strictly: a value of the wrong type, a key twice or a key that nobody asked for is a problem.
 * What is wrong reads as absent, so that everything that is wrong is told at once.
 */
final class YamlObject {

    private final Node node;
    private final String path;
    private final ProblemLog log;
    private final Map<String, Node> unread = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final List<String> asked = new ArrayList<>();

    private YamlObject(Node node, String path, ProblemLog log) {
        this.node = node;
        this.path = path;
        this.log = log;
    }

    /** An absent value, such as that of {@code block:}, is an empty mapping. */
    static Optional<YamlObject> of(Node node, String path, ProblemLog log) {
        YamlObject object = new YamlObject(node, path, log);
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(object::take);
            return Optional.of(object);
        }
        if (node.getTag().equals(Tag.NULL)) {
            return Optional.of(object);
        }
        log.add(node, path, "must be a mapping of keys to values");
        return Optional.empty();
    }

    private void take(NodeTuple entry) {
        if (!(entry.getKeyNode() instanceof ScalarNode key)) {
            log.add(entry.getKeyNode(), path, "a key must be a word");
        } else if (keys.putIfAbsent(key.getValue(), key) != null) {
            log.add(key, path(key.getValue()), "is there twice");
        } else {
            unread.put(key.getValue(), entry.getValueNode());
        }
    }

    Node node() {
        return node;
    }

    String path() {
        return path;
    }

    String path(String key) {
        return path.isEmpty() ? key : path + '.' + key;
    }

    /** True if the key is there, whatever its value. */
    boolean has(String key) {
        return keys.containsKey(key);
    }

    /** The keys that are there, in their order: for an object whose keys are names that users give. */
    List<String> names() {
        return List.copyOf(keys.keySet());
    }

    /** Where the key stands; the whole object if it is absent. */
    Node keyNode(String key) {
        return keys.getOrDefault(key, node);
    }

    /** Tells a problem with the value of a key. */
    void problem(String key, String message) {
        log.add(keyNode(key), path(key), message);
    }

    /** Tells that a required key is absent, unless it is there. */
    void require(String key) {
        if (!has(key)) {
            log.add(node, path(key), "is required");
        }
    }

    /** The value of a key that is there, without taking it. */
    Node peek(String key) {
        return unread.get(key);
    }

    private Optional<Node> value(String key) {
        asked.add(key);
        return Optional.ofNullable(unread.remove(key));
    }

    Optional<String> string(String key) {
        return value(key).flatMap(value -> string(value, path(key)));
    }

    private Optional<String> string(Node value, String valuePath) {
        if (value instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
            return Optional.of(scalar.getValue());
        }
        boolean scalar = value instanceof ScalarNode;
        log.add(value, valuePath, scalar ? "must be a string: put it in quotes" : "must be a string");
        return Optional.empty();
    }

    Optional<Integer> integer(String key) {
        return value(key).flatMap(value -> {
            if (value instanceof ScalarNode scalar && scalar.getValue().matches("-?[0-9]{1,9}")) {
                return Optional.of(Integer.valueOf(scalar.getValue()));
            }
            log.add(value, path(key), "must be an integer");
            return Optional.empty();
        });
    }

    Optional<Boolean> bool(String key) {
        return value(key).flatMap(value -> {
            if (value instanceof ScalarNode scalar
                    && scalar.getTag().equals(Tag.BOOL)
                    && scalar.getValue().matches("true|false")) {
                return Optional.of(Boolean.valueOf(scalar.getValue()));
            }
            log.add(value, path(key), "must be true or false");
            return Optional.empty();
        });
    }

    Optional<YamlObject> object(String key) {
        return value(key).flatMap(value -> of(value, path(key), log));
    }

    List<YamlObject> objects(String key) {
        List<YamlObject> objects = new ArrayList<>();
        elements(key, (value, at) -> of(value, at, log).ifPresent(objects::add));
        return objects;
    }

    List<String> strings(String key) {
        List<String> strings = new ArrayList<>();
        elements(key, (value, at) -> string(value, at).ifPresent(strings::add));
        return strings;
    }

    private interface ElementReader {
        void read(Node value, String path);
    }

    private void elements(String key, ElementReader reader) {
        Optional<Node> value = value(key);
        if (value.isEmpty()) {
            return;
        }
        if (!(value.get() instanceof SequenceNode sequence)) {
            log.add(value.get(), path(key), "must be a list");
            return;
        }
        for (int i = 0; i < sequence.getValue().size(); i++) {
            reader.read(sequence.getValue().get(i), path(key) + '[' + i + ']');
        }
    }

    /** Tells of the keys that nobody asked for. */
    void refuseOthers() {
        unread.forEach((key, value) ->
                log.add(keys.get(key), path(key), "is not known; known here: " + String.join(", ", asked)));
    }
}
