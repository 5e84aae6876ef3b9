/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;
import org.apache.kafka.common.config.ConfigDef;

/**
 * A client of registries with Confluent's REST API. Remembers ids and schemas, which never change, for as long as it lives.
 */
public final class RestSchemaRegistryClient implements SchemaRegistryClient {
    private final RegistryHttp http;
    private final Map<Integer, Schema> byId = new ConcurrentHashMap<>();
    private final Map<SubjectSchema, Integer> ids = new ConcurrentHashMap<>();

    private RestSchemaRegistryClient(RegistrySettings settings) {
        this.http = new RegistryHttp(settings);
    }

    /**
     * A client with a cache of its own; to be shared.
     *
     * @param config {@code schema.registry.url} and what else {@link #configDef()} has; other keys are left alone
     * @throws org.apache.kafka.common.config.ConfigException if a value is missing or wrong, naming its key
     */
    public static RestSchemaRegistryClient fromConfig(Map<String, ?> config) {
        return new RestSchemaRegistryClient(RegistrySettings.from(config));
    }

    /** The keys that {@link #fromConfig} reads, besides {@code schema.registry.ssl.*}, which are Kafka's own behind a prefix. */
    public static ConfigDef configDef() {
        return RegistrySettings.configDef();
    }

    @Override
    public int register(String subject, Schema schema) {
        return ids.computeIfAbsent(
                new SubjectSchema(subject, schema),
                key -> http.post("/subjects/" + encode(subject) + "/versions", body(schema))
                        .required("id")
                        .asInt());
    }

    @Override
    public int idOf(String subject, Schema schema) {
        return ids.computeIfAbsent(
                new SubjectSchema(subject, schema),
                key -> http.post("/subjects/" + encode(subject), body(schema))
                        .required("id")
                        .asInt());
    }

    @Override
    public Schema byId(int id) {
        return byId.computeIfAbsent(
                id, key -> schema(http.get("/schemas/ids/" + id).required("schema")));
    }

    @Override
    public RegisteredSchema latest(String subject) {
        JsonNode answer = http.get("/subjects/" + encode(subject) + "/versions/latest");
        return new RegisteredSchema(
                subject,
                answer.required("version").asInt(),
                answer.required("id").asInt(),
                schema(answer.required("schema")));
    }

    private static JsonNode body(Schema schema) {
        return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
    }

    private static Schema schema(JsonNode text) {
        try {
            return new Schema.Parser().parse(text.asText());
        } catch (SchemaParseException e) {
            throw new SchemaRegistryException(
                    SchemaRegistryException.INVALID_SCHEMA,
                    "the registry's schema is no Avro schema: " + e.getMessage());
        }
    }

    private static String encode(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private record SubjectSchema(String subject, Schema schema) {}
}
