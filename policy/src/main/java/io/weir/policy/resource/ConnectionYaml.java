/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a connection. */
final class ConnectionYaml {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
    private static final Pattern ENV = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final int MAX_MODEL_CHARS = 200;

    private ConnectionYaml() {}

    static ConnectionResource read(YamlObject yaml, String source, String hash) {
        String name = Values.name(yaml);
        Target target = target(yaml, yaml.string("kind").orElse(Target.Mcp.KIND));
        ConnectionResource connection = new ConnectionResource(
                name,
                target,
                Values.groups(yaml, "allowedGroups"),
                Values.choice(yaml, "unknownMethods", UnknownMethods.BLOCK),
                Values.duration(yaml, "timeout", DEFAULT_TIMEOUT, Duration.ofSeconds(1), Duration.ofHours(1)),
                source,
                hash);
        yaml.refuseOthers();
        return connection;
    }

    private static Target target(YamlObject yaml, String kind) {
        if (kind.equals(Target.Stdio.KIND)) {
            return StdioYaml.read(yaml);
        }
        if (kind.equals(Target.Virtual.KIND)) {
            return VirtualYaml.read(yaml);
        }
        boolean llm = kind.equals(Target.Llm.KIND);
        if (!llm && !kind.equals(Target.Mcp.KIND)) {
            yaml.problem("kind", "must be mcp, mcp-stdio, llm or virtual");
        }
        return llm ? llm(yaml) : mcp(yaml);
    }

    private static Target.Mcp mcp(YamlObject yaml) {
        Transport transport = Values.choice(yaml, "transport", Transport.AUTO);
        if (transport == Transport.HTTP && yaml.has("idleTimeout")) {
            yaml.problem("idleTimeout", "has no meaning with transport: http, whose sessions are not kept here");
        }
        return new Target.Mcp(
                EndpointYaml.url(yaml, transport == Transport.SSE ? "/sse" : "/mcp"),
                yaml.object("credential").flatMap(CredentialYaml::read),
                transport,
                Values.idleTimeout(yaml));
    }

    private static Target.Llm llm(YamlObject yaml) {
        URI url = EndpointYaml.url(yaml, "/v1");
        if (url.getQuery() != null) {
            yaml.problem("url", "must have no query: paths are appended to it");
        }
        return new Target.Llm(
                EndpointYaml.withoutSlash(url), yaml.object("credential").flatMap(CredentialYaml::read), model(yaml));
    }

    private static Optional<String> model(YamlObject yaml) {
        Optional<String> model = yaml.string("model");
        if (model.isPresent() && (model.get().isBlank() || model.get().length() > MAX_MODEL_CHARS)) {
            yaml.problem("model", "must be the name of a model, at most " + MAX_MODEL_CHARS + " characters");
        }
        return model;
    }

    static boolean isVariable(String name) {
        return ENV.matcher(name).matches();
    }

    /** @param besides a key that could be there instead, and is not; empty if there is none */
    static Optional<SecretSource> secret(YamlObject yaml, String besides) {
        Optional<String> env = yaml.string("env");
        Optional<String> file = yaml.string("file");
        if (!besides.isEmpty()) {
            yaml.string(besides);
        }
        yaml.refuseOthers();
        if (yaml.has("env") == yaml.has("file")) {
            yaml.problem(
                    "env",
                    besides.isEmpty()
                            ? "a secret has exactly one of env and file"
                            : "has exactly one of env, file and " + besides);
            return Optional.empty();
        }
        if (env.isPresent() && !isVariable(env.get())) {
            yaml.problem("env", "must be the name of an environment variable");
        }
        if (file.isPresent() && file.get().isBlank()) {
            yaml.problem("file", "must be the path of a file");
        }
        return env.<SecretSource>map(SecretSource.Env::new).or(() -> file.map(SecretSource.File::new));
    }
}
