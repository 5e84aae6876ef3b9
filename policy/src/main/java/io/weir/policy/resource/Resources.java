/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import io.weir.json.Digests;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads resources from YAML. */
public final class Resources {

    private static final int MAX_CHARS = 1024 * 1024;
    private static final int MAX_DEPTH = 50;

    private final ProblemLog log = new ProblemLog();
    private final List<Resource> resources = new ArrayList<>();
    private final Set<List<Object>> names = new HashSet<>();

    private Resources() {}

    /**
     * Reads all documents of a text, and says everything that is wrong with them at once.
     *
     * @param yaml one or more documents, each with one resource; at most 1 Mi characters
     */
    public static Parsed parse(String yaml) {
        return new Resources().read(yaml);
    }

    private Parsed read(String yaml) {
        if (yaml.length() > MAX_CHARS) {
            log.add("must have at most " + MAX_CHARS + " characters");
            return new Parsed(List.of(), log.all());
        }
        List<YamlDocument> documents = YamlDocument.split(yaml);
        if (documents.isEmpty()) {
            log.add("there is no document");
        }
        documents.forEach(this::read);
        return new Parsed(resources, log.all());
    }

    private void read(YamlDocument document) {
        log.enter(document);
        int before = log.size();
        try {
            Node root = yaml().compose(new StringReader(document.source()));
            Optional<Resource> resource =
                    YamlObject.of(root, "", log).flatMap(object -> resource(object, document.source()));
            if (log.size() == before) {
                resource.ifPresent(resources::add);
            }
        } catch (MarkedYAMLException e) {
            log.add(e.getProblemMark(), "", "is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            log.add("is not YAML");
        }
    }

    private static Yaml yaml() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(10);
        return new Yaml(new SafeConstructor(options));
    }

    private Optional<Resource> resource(YamlObject root, String source) {
        String hash = Digests.sha256Hex(source.getBytes(StandardCharsets.UTF_8));
        Optional<Resource> connection = root.object("connection").map(c -> ConnectionYaml.read(c, source, hash));
        Optional<Resource> policy = root.object("policy").map(p -> PolicyYaml.read(p, log, source, hash));
        root.refuseOthers();
        if (root.has("connection") == root.has("policy")) {
            log.add(root.node(), "", "a document has exactly one of connection and policy");
        }
        Optional<Resource> resource = connection.or(() -> policy);
        resource.filter(r -> !names.add(List.of(r.getClass(), r.name())))
                .ifPresent(r -> log.add(root.node(), "", "another document has a resource of this kind and name"));
        return resource;
    }
}
