/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${env:NAME}} and {@code ${file:PATH}} in values, so that no secret needs to stand in a file. */
final class References {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^}]+)}");

    private final Map<String, String> environment;

    References(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The value with its references replaced; what cannot be resolved is added to {@code problems}. */
    String resolve(String key, String value, List<String> problems) {
        return REFERENCE
                .matcher(value)
                .replaceAll(match -> Matcher.quoteReplacement(
                        "env".equals(match.group(1))
                                ? variable(key, match.group(2), problems)
                                : file(key, match.group(2), problems)));
    }

    private String variable(String key, String name, List<String> problems) {
        String found = environment.get(name);
        if (found == null) {
            problems.add(key + ": the environment variable " + name + " is not set");
            return "";
        }
        return found;
    }

    private static String file(String key, String path, List<String> problems) {
        try {
            return Files.readString(Path.of(path)).stripTrailing();
        } catch (IOException e) {
            problems.add(key + ": the file " + path + " cannot be read");
            return "";
        }
    }
}
