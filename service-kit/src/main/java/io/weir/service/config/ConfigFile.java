/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.config;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads a configuration file: YAML, nested or with dotted keys, or Java properties if its name ends in .properties. */
final class ConfigFile {

    private ConfigFile() {}

    /** Flattens the file to dotted keys; a list becomes its elements joined with commas. */
    static Map<String, String> read(Path file) {
        if (!Files.isReadable(file)) {
            throw new ConfigProblems(List.of("--config " + file + ": there is no such file, or it may not be read"));
        }
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return file.toString().endsWith(".properties") ? properties(reader) : yaml(file, reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> properties(Reader reader) throws IOException {
        Properties properties = new Properties();
        properties.load(reader);
        Map<String, String> flat = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> flat.put(name, properties.getProperty(name)));
        return flat;
    }

    private static Map<String, String> yaml(Path file, Reader reader) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            Object root = new Yaml(new SafeConstructor(options)).load(reader);
            Map<String, String> flat = new TreeMap<>();
            if (root instanceof Map<?, ?> map) {
                flatten("", map, flat);
            } else if (root != null) {
                throw new ConfigProblems(List.of("--config " + file + ": the file must hold keys and values"));
            }
            return flat;
        } catch (YAMLException e) {
            // The message of the parser shows the place and would also quote the line, which may hold a secret.
            throw new ConfigProblems(List.of("--config " + file + ": not valid YAML" + place(e)));
        }
    }

    private static String place(YAMLException e) {
        if (e instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            return ", line " + (marked.getProblemMark().getLine() + 1) + ": " + marked.getProblem();
        }
        return "";
    }

    private static void flatten(String prefix, Map<?, ?> map, Map<String, String> flat) {
        map.forEach((name, value) -> {
            String key = prefix.isEmpty() ? String.valueOf(name) : prefix + "." + name;
            if (value instanceof Map<?, ?> nested) {
                flatten(key, nested, flat);
            } else if (value instanceof List<?> list) {
                flat.put(key, list.stream().map(String::valueOf).collect(Collectors.joining(",")));
            } else if (value != null) {
                flat.put(key, String.valueOf(value));
            }
        });
    }
}
