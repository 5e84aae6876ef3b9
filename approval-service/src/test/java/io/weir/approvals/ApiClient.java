/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.weir.service.http.Json;
import io.weir.service.http.Router.Route;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Speaks with the service, and holds every answer against the description of the API. */
final class ApiClient {

    /** An answer that fits the description. */
    record Answer(int status, JsonNode json, HttpResponse<String> raw) {

        String at(String pointer) {
            return json.at(pointer).asText();
        }
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final OpenApiDescription description = new OpenApiDescription();
    private final URI base;

    ApiClient(URI base) {
        this.base = base;
    }

    Answer get(String token, String path) {
        return send(token, path, HttpRequest.newBuilder().GET());
    }

    Answer delete(String token, String path) {
        return send(token, path, HttpRequest.newBuilder().DELETE());
    }

    Answer post(String token, String path, Map<String, String> body) {
        return send(
                token,
                path,
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    Answer apply(String token, String yaml) {
        return send(
                token,
                "/api/config",
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/yaml")
                        .POST(BodyPublishers.ofString(yaml)));
    }

    Answer send(String token, String path, HttpRequest.Builder request) {
        HttpRequest built = request.uri(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(60))
                .build();
        HttpResponse<String> response = exchange(built);
        Route operation = description.operation(built.method(), built.uri().getPath());
        String type = response.headers().firstValue("Content-Type").orElse("");
        assertThat(description.mismatches(operation, response.statusCode(), type, response.body()))
                .as("%s %s", built.method(), path)
                .isEmpty();
        return new Answer(response.statusCode(), json(response.body()), response);
    }

    private HttpResponse<String> exchange(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String body) {
        try {
            return Json.mapper().readTree(body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
