/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde.registry;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.weir.serde.registry.RegistrySettings.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks one registry after another, beginning with the one that answered last. */
final class RegistryHttp {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryHttp.class);
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client;
    private final RegistrySettings settings;
    private volatile int preferred;

    RegistryHttp(RegistrySettings settings) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(settings.connectTimeout());
        if (settings.ssl() != null) {
            builder.sslContext(settings.ssl());
        }
        this.client = builder.build();
        this.settings = settings;
    }

    JsonNode get(String path) {
        return ask(path, HttpRequest.newBuilder().GET());
    }

    JsonNode post(String path, JsonNode body) {
        return ask(
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", MEDIA_TYPE)
                        .POST(BodyPublishers.ofString(body.toString())));
    }

    private JsonNode ask(String path, HttpRequest.Builder request) {
        List<Endpoint> endpoints = settings.endpoints();
        IOException last = null;
        int first = preferred;
        for (int i = 0; i < endpoints.size(); i++) {
            int index = (first + i) % endpoints.size();
            try {
                HttpResponse<byte[]> response = send(endpoints.get(index), path, request);
                preferred = index;
                return answer(response);
            } catch (IOException e) {
                LOG.atWarn()
                        .addKeyValue("registry", endpoints.get(index))
                        .addKeyValue("error", e.toString())
                        .log("schema registry does not answer");
                last = e;
            }
        }
        throw new RegistryUnavailableException("No schema registry answers: " + endpoints, last);
    }

    private HttpResponse<byte[]> send(Endpoint endpoint, String path, HttpRequest.Builder request) throws IOException {
        HttpRequest.Builder addressed = request.copy()
                .uri(URI.create(endpoint.base() + path))
                .timeout(settings.readTimeout())
                .header("Accept", MEDIA_TYPE + ", application/json");
        endpoint.authorization().ifPresent(value -> addressed.header("Authorization", value));
        try {
            HttpResponse<byte[]> response = client.send(addressed.build(), BodyHandlers.ofByteArray());
            if (response.statusCode() >= 500 || response.statusCode() == 429) {
                throw new IOException("HTTP status " + response.statusCode());
            }
            return response;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static JsonNode answer(HttpResponse<byte[]> response) {
        JsonNode body = parse(response.body());
        if (response.statusCode() == 200) {
            return body;
        }
        throw new SchemaRegistryException(
                body.path("error_code").asInt(response.statusCode()),
                "the schema registry refuses (HTTP status " + response.statusCode() + "): "
                        + body.path("message").asText("no message"));
    }

    private static JsonNode parse(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new UncheckedIOException("an array in memory", e);
        }
    }
}
