/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.weir.service.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Calls the REST API of a Weir as one person. Blocks until the answer is there.
 *
 * <p>Thread-safe.
 */
public final class WeirApi {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final URI base;
    private final String token;

    /**
     * A client that calls as the token's subject.
     *
     * @param base scheme, host and port
     * @param token a bearer token
     */
    public WeirApi(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /**
     * What was answered.
     *
     * @param status the HTTP status code
     * @param body the JSON body; missing when there was none
     */
    public record Answer(int status, JsonNode body) {

        /** Whether the status says success. */
        public boolean ok() {
            return status >= 200 && status < 300;
        }

        /**
         * The body of a successful answer.
         *
         * @throws ApiException when it was an error; its message is the problem's detail
         */
        public JsonNode orThrow() {
            if (!ok()) {
                throw new ApiException(status, problem());
            }
            return body;
        }

        /** What the problem says (RFC 9457), for people. */
        public String problem() {
            String title = body.path("title").asText("HTTP " + status);
            String detail = body.path("detail").asText("");
            return detail.isEmpty() ? title + " (" + status + ")" : detail;
        }
    }

    /** A text as one segment of a path. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Gets a resource. */
    public Answer get(String path) {
        return send(request(path).GET());
    }

    /** Posts a JSON body. */
    public Answer post(String path, Object body) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.bytes(body))));
    }

    /** Posts a YAML body. */
    public Answer postYaml(String path, String yaml) {
        return send(request(path).header("Content-Type", "application/yaml").POST(BodyPublishers.ofString(yaml)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/json, application/problem+json");
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), parse(response));
        } catch (IOException e) {
            throw new ApiException("no answer from " + base + "; is Weir running there?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException("interrupted while waiting for " + base, e);
        }
    }

    private static JsonNode parse(HttpResponse<byte[]> response) throws IOException {
        boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
        return json && response.body().length > 0 ? Json.mapper().readTree(response.body()) : MissingNode.getInstance();
    }
}
