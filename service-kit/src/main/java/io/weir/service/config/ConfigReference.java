/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** Writes the reference of all configuration keys, in Markdown, from their definitions. */
public final class ConfigReference {

    private static final String HEAD = """
            # Configuration

            Generated from the code. Each service takes its keys from the file that `--config FILE` names (YAML, nested or
            with dotted keys, or Java properties), and from environment variables, which take precedence. Any value may hold
            `${env:NAME}` or `${file:PATH}`. Keys that begin with `kafka.` are handed on to every Kafka client.
            """;

    private ConfigReference() {}

    /** The whole document, with a section for each service in the map's order. */
    public static String document(Map<String, ConfigDef> services) {
        return HEAD
                + services.entrySet().stream()
                        .map(service -> "\n" + section(service.getKey(), service.getValue()))
                        .collect(Collectors.joining());
    }

    /** The keys of one service: a heading and a table. */
    public static String section(String service, ConfigDef definition) {
        List<String> rows = definition.configKeys().values().stream()
                .sorted(Comparator.comparing(key -> key.name))
                .map(ConfigReference::row)
                .toList();
        return "## " + service + "\n\n| key | type | default | what | environment |\n| --- | --- | --- | --- | --- |\n"
                + String.join("", rows);
    }

    private static String row(ConfigKey key) {
        return "| `%s` | %s | %s | %s | `%s` |%n"
                .formatted(
                        key.name,
                        key.type.name().toLowerCase(Locale.ROOT) + range(key),
                        defaultOf(key),
                        key.documentation.replace("|", "\\|"),
                        ServiceConfig.environmentName(key.name));
    }

    private static String range(ConfigKey key) {
        String range = Objects.toString(key.validator, "");
        // Only what reads well: the ranges of numbers and the expectations of Texts.
        return range.isEmpty() || range.contains("@") || range.contains("Lambda")
                ? ""
                : ", " + range.replace("|", "\\|");
    }

    private static String defaultOf(ConfigKey key) {
        if (!key.hasDefault()) {
            return "required";
        }
        if (key.type == ConfigDef.Type.PASSWORD) {
            return "none";
        }
        String text = key.defaultValue instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
                : String.valueOf(key.defaultValue);
        return text.isBlank() ? "none" : "`" + text + "`";
    }
}
