/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.service.http.Json;
import io.weir.service.http.Router.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The description that the service serves, and what does not fit it. Knows the part of JSON Schema that it uses. */
final class OpenApiDescription {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    private final JsonNode root;

    OpenApiDescription() {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(100);
        try (InputStream yaml = OpenApi.class.getResourceAsStream("openapi.yaml")) {
            root = Json.mapper().valueToTree(new Yaml(new SafeConstructor(options)).load(yaml));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every operation, as the routes name them. */
    Set<Route> operations() {
        Set<Route> operations = new HashSet<>();
        root.get("paths")
                .properties()
                .forEach(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (METHODS.contains(method)) {
                        operations.add(new Route(method.toUpperCase(Locale.ROOT), path.getKey()));
                    }
                }));
        return operations;
    }

    /** The operation for a request, if there is one. */
    Route operation(String method, String path) {
        return operations().stream()
                .filter(operation -> operation.method().equals(method))
                .filter(operation -> path.matches(operation.template().replaceAll("\\{[^}]+}", "[^/]+")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("Not described: " + method + " " + path));
    }

    /** What of an answer does not fit its operation; empty if all of it does. */
    List<String> mismatches(Route operation, int status, String contentType, String body) {
        JsonNode response = resolve(root.get("paths")
                .get(operation.template())
                .get(operation.method().toLowerCase(Locale.ROOT))
                .get("responses")
                .path(String.valueOf(status)));
        if (response.isMissingNode()) {
            return List.of(operation + " does not describe " + status);
        }
        JsonNode media = response.path("content").path(contentType);
        if (media.isMissingNode()) {
            return List.of(operation + " " + status + " does not describe " + contentType);
        }
        List<String> mismatches = new ArrayList<>();
        check("", parse(body), media.get("schema"), mismatches);
        return mismatches;
    }

    private void check(String at, JsonNode value, JsonNode reference, List<String> mismatches) {
        JsonNode schema = resolve(reference);
        String type = schema.path("type").asText();
        if (!isOfType(value, type)) {
            mismatches.add(at + ": " + value + " is no " + type);
            return;
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            mismatches.add(at + ": " + value + " is none of " + schema.get("enum"));
        }
        if (schema.has("pattern")
                && !Pattern.compile(schema.get("pattern").asText())
                        .matcher(value.asText())
                        .find()) {
            mismatches.add(at + ": " + value + " does not match " + schema.get("pattern"));
        }
        value.forEach(element -> {
            if (value.isArray()) {
                check(at + "/*", element, schema.get("items"), mismatches);
            }
        });
        if (value.isObject()) {
            checkMembers(at, value, schema, mismatches);
        }
    }

    private void checkMembers(String at, JsonNode value, JsonNode schema, List<String> mismatches) {
        schema.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                mismatches.add(at + ": has no " + name.asText());
            }
        });
        value.properties().forEach(member -> {
            JsonNode property = schema.path("properties").path(member.getKey());
            if (!property.isMissingNode()) {
                check(at + "/" + member.getKey(), member.getValue(), property, mismatches);
            } else if (schema.has("additionalProperties")) {
                mismatches.add(at + ": " + member.getKey() + " is not described");
            }
        });
    }

    private static boolean isOfType(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            default -> throw new AssertionError("The check does not know the type " + type);
        };
    }

    private static boolean contains(JsonNode values, JsonNode wanted) {
        Set<String> texts = new TreeSet<>();
        values.forEach(value -> texts.add(value.asText()));
        return texts.contains(wanted.asText());
    }

    private JsonNode resolve(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isMissingNode()
                ? node
                : resolve(root.at(reference.asText().substring(1)));
    }

    private static JsonNode parse(String body) {
        try {
            return Json.mapper().readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
