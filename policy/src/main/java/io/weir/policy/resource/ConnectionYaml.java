/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a connection. */
final class ConnectionYaml {

    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Pattern ENV = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Headers that belong to the transport or to MCP; a credential must not displace them. */
    private static final Set<String> OWN_HEADERS = Set.of(
            "accept",
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "last-event-id",
            "mcp-protocol-version",
            "mcp-session-id",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

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
        if (!kind.equals(Target.Mcp.KIND)) {
            yaml.problem("kind", "must be mcp or mcp-stdio");
        }
        return new Target.Mcp(url(yaml), yaml.object("credential").flatMap(ConnectionYaml::credential));
    }

    /** A problem leaves a URL behind that is never used: the resource is dropped. */
    private static URI url(YamlObject yaml) {
        yaml.require("url");
        Optional<String> text = yaml.string("url");
        if (text.isEmpty()) {
            return URI.create("");
        }
        try {
            URI url = new URI(text.get());
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (http && url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Told below, without the text: it may hold a credential.
        }
        yaml.problem("url", "must be an absolute http or https URL without user and fragment");
        return URI.create("");
    }

    private static Optional<Credential> credential(YamlObject yaml) {
        Optional<SecretSource> bearer = yaml.object("bearer").flatMap(kept -> secret(kept, ""));
        Optional<Credential> header = yaml.object("header").flatMap(ConnectionYaml::header);
        yaml.refuseOthers();
        if (yaml.has("bearer") == yaml.has("header")) {
            yaml.problem("bearer", "a credential has exactly one of bearer and header");
            return Optional.empty();
        }
        return bearer.<Credential>map(Credential.Bearer::new).or(() -> header);
    }

    private static Optional<Credential> header(YamlObject yaml) {
        yaml.require("name");
        String name = yaml.string("name").orElse("");
        if (yaml.has("name")
                && (!HEADER.matcher(name).matches() || OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT)))) {
            yaml.problem("name", "must be the name of an HTTP header that neither the transport nor MCP uses");
        }
        return secret(yaml, "").map(secret -> new Credential.Header(name, secret));
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
