/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads what the gateway shows to an upstream. */
final class CredentialYaml {

    private static final List<String> KINDS = List.of("bearer", "header", "basic", "oauth");
    private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    /** RFC 7617, section 2: no control characters, and no colon, which ends it. */
    private static final Pattern USERNAME = Pattern.compile("[^\\p{Cntrl}:]{1,200}");

    /** RFC 6749, appendix A.1. */
    private static final Pattern CLIENT_ID = Pattern.compile("[\\x20-\\x7E]{1,500}");

    /** RFC 6749, section 3.3. */
    private static final Pattern SCOPE =
            Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,200}( [\\x21\\x23-\\x5B\\x5D-\\x7E]{1,200}){0,50}");

    private static final int MAX_AUDIENCE_CHARS = 500;

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

    private CredentialYaml() {}

    static Optional<Credential> read(YamlObject yaml) {
        Optional<Credential> bearer = yaml.object("bearer")
                .flatMap(kept -> ConnectionYaml.secret(kept, ""))
                .map(Credential.Bearer::new);
        Optional<Credential> header = yaml.object("header").flatMap(CredentialYaml::header);
        Optional<Credential> basic = yaml.object("basic").flatMap(CredentialYaml::basic);
        Optional<Credential> oauth = yaml.object("oauth").flatMap(CredentialYaml::oauth);
        yaml.refuseOthers();
        if (KINDS.stream().filter(yaml::has).count() != 1) {
            yaml.problem("bearer", "a credential has exactly one of bearer, header, basic and oauth");
            return Optional.empty();
        }
        return bearer.or(() -> header).or(() -> basic).or(() -> oauth);
    }

    private static Optional<Credential> header(YamlObject yaml) {
        yaml.require("name");
        String name = yaml.string("name").orElse("");
        if (yaml.has("name")
                && (!HEADER.matcher(name).matches() || OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT)))) {
            yaml.problem("name", "must be the name of an HTTP header that neither the transport nor MCP uses");
        }
        return ConnectionYaml.secret(yaml, "").map(secret -> new Credential.Header(name, secret));
    }

    private static Optional<Credential> basic(YamlObject yaml) {
        String username = matching(yaml, "username", USERNAME, "must have 1 to 200 characters, none of them a colon");
        Optional<SecretSource> password = secret(yaml, "password");
        yaml.refuseOthers();
        return password.map(secret -> new Credential.Basic(username, secret));
    }

    private static Optional<Credential> oauth(YamlObject yaml) {
        URI tokenUrl = EndpointYaml.required(yaml, "tokenUrl");
        String clientId = matching(yaml, "clientId", CLIENT_ID, "must have 1 to 500 characters of ASCII");
        Optional<SecretSource> clientSecret = secret(yaml, "clientSecret");
        Optional<String> scope = yaml.string("scope");
        if (scope.isPresent() && !SCOPE.matcher(scope.get()).matches()) {
            yaml.problem("scope", "must be scopes with a space between");
        }
        Optional<String> audience = yaml.string("audience");
        if (audience.isPresent() && (audience.get().isBlank() || audience.get().length() > MAX_AUDIENCE_CHARS)) {
            yaml.problem("audience", "must have 1 to " + MAX_AUDIENCE_CHARS + " characters");
        }
        Optional<URI> resource = EndpointYaml.identifier(yaml, "resource");
        yaml.refuseOthers();
        if (yaml.has("audience") && yaml.has("resource")) {
            yaml.problem("resource", "there is either audience or resource");
            return Optional.empty();
        }
        return clientSecret.map(secret -> new Credential.OAuth(tokenUrl, clientId, secret, scope, audience, resource));
    }

    private static String matching(YamlObject yaml, String key, Pattern pattern, String otherwise) {
        yaml.require(key);
        Optional<String> text = yaml.string(key);
        if (text.isPresent() && !pattern.matcher(text.get()).matches()) {
            yaml.problem(key, otherwise);
        }
        return text.orElse("");
    }

    private static Optional<SecretSource> secret(YamlObject yaml, String key) {
        yaml.require(key);
        return yaml.object(key).flatMap(kept -> ConnectionYaml.secret(kept, ""));
    }
}
