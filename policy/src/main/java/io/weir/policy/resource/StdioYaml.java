/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads where an MCP server is that an agent starts. */
final class StdioYaml {

    private static final int MAX_ARGUMENTS = 200;

    private StdioYaml() {}

    static Target.Stdio read(YamlObject yaml) {
        return new Target.Stdio(
                agent(yaml),
                command(yaml),
                yaml.object("env").map(StdioYaml::environment).orElse(Map.of()),
                directory(yaml),
                Values.idleTimeout(yaml));
    }

    private static String agent(YamlObject yaml) {
        yaml.require("agent");
        Optional<String> agent = yaml.string("agent");
        if (agent.isPresent() && !Values.isName(agent.get())) {
            yaml.problem("agent", "must be 1 to 63 of a-z, 0-9 and -");
        }
        return agent.orElse("");
    }

    private static List<String> command(YamlObject yaml) {
        yaml.require("command");
        List<String> command = yaml.strings("command");
        boolean usable = !command.isEmpty()
                && !command.get(0).isBlank()
                && command.size() <= MAX_ARGUMENTS
                && command.stream().noneMatch(StdioYaml::hasNul);
        if (yaml.has("command") && !usable) {
            yaml.problem("command", "must be a program and at most " + (MAX_ARGUMENTS - 1) + " arguments, without NUL");
        }
        return command;
    }

    private static Optional<String> directory(YamlObject yaml) {
        Optional<String> directory = yaml.string("directory");
        if (directory.isPresent() && (directory.get().isBlank() || hasNul(directory.get()))) {
            yaml.problem("directory", "must be the path of a directory");
        }
        return directory;
    }

    private static Map<String, EnvironmentValue> environment(YamlObject yaml) {
        Map<String, EnvironmentValue> values = new LinkedHashMap<>();
        for (String name : yaml.names()) {
            if (!ConnectionYaml.isVariable(name)) {
                yaml.problem(name, "must be the name of an environment variable");
            }
            yaml.object(name).flatMap(StdioYaml::value).ifPresent(value -> values.put(name, value));
        }
        return values;
    }

    private static Optional<EnvironmentValue> value(YamlObject yaml) {
        if (!yaml.has("value")) {
            return ConnectionYaml.secret(yaml, "value").map(EnvironmentValue.Kept::new);
        }
        Optional<String> text = yaml.string("value");
        if (text.isPresent() && hasNul(text.get())) {
            yaml.problem("value", "must not hold NUL");
        }
        if (yaml.has("env") || yaml.has("file")) {
            yaml.problem("value", "has exactly one of env, file and value");
        }
        yaml.string("env");
        yaml.string("file");
        yaml.refuseOthers();
        return text.map(EnvironmentValue.Literal::new);
    }

    private static boolean hasNul(String text) {
        return text.indexOf('\0') >= 0;
    }
}
