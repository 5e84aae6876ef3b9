/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * Confluent's registry REST API over an {@link EmbeddedSchemaRegistry}, for whatever HTTP server there is: what serdes,
 * consoles and connectors ask for. Knows Avro only, compatibility BACKWARD only, and deletes nothing.
 */
public final class ConfluentApi {
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int INTERNAL_ERROR = 50001;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EmbeddedSchemaRegistry registry;
    private final List<Route> routes = List.of(
            new Route("GET", "/", (path, body) -> JSON.createObjectNode()),
            new Route("GET", "/subjects", (path, body) -> texts(subjects())),
            new Route("POST", "/subjects/{}", (path, body) -> version(lookUp(path.get(0), body))),
            new Route("GET", "/subjects/{}/versions", (path, body) -> versions(path.get(0))),
            new Route("POST", "/subjects/{}/versions", (path, body) -> register(path.get(0), body)),
            new Route("GET", "/subjects/{}/versions/{}", (path, body) -> version(version(path.get(0), path.get(1)))),
            new Route(
                    "GET", "/subjects/{}/versions/{}/schema", (path, body) -> text(version(path.get(0), path.get(1)))),
            new Route("GET", "/schemas/types", (path, body) -> texts(List.of("AVRO"))),
            new Route("GET", "/schemas/ids/{}", (path, body) -> schema(path.get(0))),
            new Route("GET", "/schemas/ids/{}/schema", (path, body) -> json(byId(path.get(0)))),
            new Route("GET", "/schemas/ids/{}/subjects", (path, body) -> subjectsOf(path.get(0))),
            new Route("GET", "/schemas/ids/{}/versions", (path, body) -> usesOf(path.get(0))),
            new Route(
                    "POST", "/compatibility/subjects/{}/versions", (path, body) -> check(path.get(0), "latest", body)),
            new Route(
                    "POST",
                    "/compatibility/subjects/{}/versions/{}",
                    (path, body) -> check(path.get(0), path.get(1), body)),
            new Route("GET", "/config", (path, body) -> level()),
            new Route("GET", "/config/{}", (path, body) -> level()),
            new Route("GET", "/mode", (path, body) -> JSON.createObjectNode().put("mode", "READWRITE")),
            new Route("GET", "/contexts", (path, body) -> texts(List.of("."))));

    public ConfluentApi(EmbeddedSchemaRegistry registry) {
        this.registry = registry;
    }

    /** An HTTP answer; always JSON. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Response(int status, String contentType, byte[] body) {}

    /**
     * Answers a request. Never throws; what goes wrong is a status and a JSON body with {@code error_code} and {@code message}.
     *
     * @param path below the API's root, percent-encoded, with or without a query (which changes nothing)
     * @param body empty where there is none
     */
    public Response handle(String method, String path, byte[] body) {
        try {
            return respond(200, route(method, segments(path), body));
        } catch (SchemaRegistryException e) {
            return error(e.errorCode(), e.getMessage());
        } catch (RegistryUnavailableException e) {
            return error(INTERNAL_ERROR, e.getMessage());
        }
    }

    private JsonNode route(String method, List<String> segments, byte[] body) {
        List<Route> onPath =
                routes.stream().filter(route -> route.matches(segments)).toList();
        for (Route route : onPath) {
            if (route.method.equals(method)) {
                return route.answer.to(route.variables(segments), body);
            }
        }
        throw onPath.isEmpty()
                ? new SchemaRegistryException(NOT_FOUND, "no such resource")
                : new SchemaRegistryException(METHOD_NOT_ALLOWED, "this registry does not allow " + method + " here");
    }

    private static List<String> segments(String path) {
        int query = path.indexOf('?');
        String resource = query < 0 ? path : path.substring(0, query);
        try {
            return Arrays.stream(resource.split("/"))
                    .filter(segment -> !segment.isEmpty())
                    .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), UTF_8))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new SchemaRegistryException(BAD_REQUEST, "the path is not percent-encoded as it should be");
        }
    }

    private Collection<String> subjects() {
        return registry.subjects();
    }

    private RegisteredSchema lookUp(String subject, byte[] body) {
        return registry.find(subject, requested(body));
    }

    private JsonNode register(String subject, byte[] body) {
        return JSON.createObjectNode().put("id", registry.register(subject, requested(body)));
    }

    private RegisteredSchema version(String subject, String version) {
        List<RegisteredSchema> versions = registry.versions(subject);
        if (version.equals("latest") || version.equals("-1")) {
            return versions.get(versions.size() - 1);
        }
        int number = number(version, SchemaRegistryException.INVALID_VERSION);
        if (number > versions.size()) {
            throw new SchemaRegistryException(
                    SchemaRegistryException.VERSION_NOT_FOUND, "subject " + subject + " has no version " + number);
        }
        return versions.get(number - 1);
    }

    private JsonNode versions(String subject) {
        ArrayNode numbers = JSON.createArrayNode();
        registry.versions(subject).forEach(version -> numbers.add(version.version()));
        return numbers;
    }

    private Schema byId(String id) {
        return registry.byId(number(id, NOT_FOUND));
    }

    private JsonNode schema(String id) {
        return JSON.createObjectNode().put("schema", byId(id).toString());
    }

    private JsonNode subjectsOf(String id) {
        return texts(registry.uses(number(id, NOT_FOUND)).stream()
                .map(RegisteredSchema::subject)
                .distinct()
                .toList());
    }

    private JsonNode usesOf(String id) {
        ArrayNode uses = JSON.createArrayNode();
        registry.uses(number(id, NOT_FOUND))
                .forEach(use -> uses.addObject().put("subject", use.subject()).put("version", use.version()));
        return uses;
    }

    private JsonNode check(String subject, String version, byte[] body) {
        List<String> found = Compatibility.backward(
                requested(body), version(subject, version).schema());
        ObjectNode answer = JSON.createObjectNode().put("is_compatible", found.isEmpty());
        answer.set("messages", texts(found));
        return answer;
    }

    private static JsonNode level() {
        return JSON.createObjectNode().put("compatibilityLevel", "BACKWARD");
    }

    private static JsonNode version(RegisteredSchema version) {
        return JSON.createObjectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id())
                .put("schema", version.schema().toString());
    }

    private static JsonNode text(RegisteredSchema version) {
        return json(version.schema());
    }

    private static JsonNode json(Schema schema) {
        return parse(schema.toString().getBytes(UTF_8));
    }

    private static JsonNode texts(Collection<String> texts) {
        ArrayNode array = JSON.createArrayNode();
        texts.forEach(text -> array.add(TextNode.valueOf(text)));
        return array;
    }

    private static Schema requested(byte[] body) {
        JsonNode request = parse(body);
        if (!request.path("schemaType").asText("AVRO").equals("AVRO")
                || !request.path("references").isEmpty()) {
            throw new SchemaRegistryException(
                    SchemaRegistryException.INVALID_SCHEMA, "this registry takes Avro schemas without references");
        }
        try {
            return new Schema.Parser().parse(request.path("schema").asText());
        } catch (SchemaParseException e) {
            throw new SchemaRegistryException(
                    SchemaRegistryException.INVALID_SCHEMA, "no Avro schema: " + e.getMessage());
        }
    }

    private static int number(String text, int errorCode) {
        if (!NUMBER.matcher(text).matches()) {
            throw new SchemaRegistryException(errorCode, "not a number from 1: " + text);
        }
        return Integer.parseInt(text);
    }

    private static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw new SchemaRegistryException(BAD_REQUEST, "the body is no JSON");
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory", e);
        }
    }

    private static Response error(int code, String message) {
        int status = code > 999 ? code / 100 : code;
        return respond(status, JSON.createObjectNode().put("error_code", code).put("message", message));
    }

    private static Response respond(int status, JsonNode body) {
        return new Response(status, MEDIA_TYPE, body.toString().getBytes(UTF_8));
    }

    private record Route(String method, List<String> template, Answer answer) {
        private static final String VARIABLE = "{}";

        Route(String method, String template, Answer answer) {
            this(method, segments(template), answer);
        }

        boolean matches(List<String> path) {
            if (path.size() != template.size()) {
                return false;
            }
            for (int i = 0; i < path.size(); i++) {
                if (!template.get(i).equals(VARIABLE) && !template.get(i).equals(path.get(i))) {
                    return false;
                }
            }
            return true;
        }

        List<String> variables(List<String> path) {
            return IntStream.range(0, path.size())
                    .filter(i -> template.get(i).equals(VARIABLE))
                    .mapToObj(path::get)
                    .toList();
        }
    }

    @FunctionalInterface
    private interface Answer {
        JsonNode to(List<String> variables, byte[] body);
    }
}
