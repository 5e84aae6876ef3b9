/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.config;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.weir.model.Principal;
import io.weir.service.configlog.ConfigSnapshot;
import io.weir.service.http.Async;
import io.weir.service.http.Bodies;
import io.weir.service.http.Json;
import io.weir.service.http.Problem;
import io.weir.service.http.ProblemException;
import io.weir.service.http.Router;
import io.weir.service.identity.Identity;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** {@code /api/config}: for administrators. */
public final class ConfigRoutes {

    /** Where the routes are. */
    public static final String CONFIG = "/api/config";

    private static final int MAX_BYTES = 1 << 20;
    private static final Set<String> YAML =
            Set.of("application/yaml", "application/x-yaml", "text/yaml", "text/x-yaml", "text/plain");

    private final Supplier<ConfigSnapshot> now;
    private final Configuration configuration;

    /**
     * The routes of one process.
     *
     * @param now what is configured
     */
    public ConfigRoutes(Supplier<ConfigSnapshot> now, Configuration configuration) {
        this.now = now;
        this.configuration = configuration;
    }

    /**
     * Adds them.
     *
     * @param guard lets administrators through
     */
    public void addTo(Router router, UnaryOperator<io.undertow.server.HttpHandler> guard) {
        router.get(CONFIG, guard.apply(this::overview));
        router.post(CONFIG, guard.apply(this::apply));
        router.get(CONFIG + "/connections/{name}", guard.apply(this::connection));
        router.delete(CONFIG + "/connections/{name}", guard.apply(this::deleteConnection));
        router.get(CONFIG + "/policies/{name}/{version}", guard.apply(this::policy));
    }

    private void overview(HttpServerExchange exchange) {
        Json.send(exchange, 200, ConfigView.overview(now.get()));
    }

    private void connection(HttpServerExchange exchange) {
        String name = Router.parameter(exchange, "name");
        Json.send(exchange, 200, ConfigView.connection(now.get(), name).orElseThrow(ConfigRoutes::notFound));
    }

    private void policy(HttpServerExchange exchange) {
        String name = Router.parameter(exchange, "name");
        int version = version(Router.parameter(exchange, "version"));
        Json.send(exchange, 200, ConfigView.policy(now.get(), name, version).orElseThrow(ConfigRoutes::notFound));
    }

    private void apply(HttpServerExchange exchange) {
        requireYaml(exchange);
        Bodies.receive(exchange, MAX_BYTES, (received, body) -> {
            Principal by = Identity.of(received);
            String yaml = text(body);
            Async.respond(
                    received,
                    () -> configuration.apply(by, yaml),
                    (answered, changes) -> Json.send(answered, 200, ConfigView.changes(changes)));
        });
    }

    private void deleteConnection(HttpServerExchange exchange) {
        Principal by = Identity.of(exchange);
        String name = Router.parameter(exchange, "name");
        Async.respond(
                exchange,
                () -> configuration.deleteConnection(by, name),
                (answered, changes) -> Json.send(answered, 200, ConfigView.changes(changes)));
    }

    private static void requireYaml(HttpServerExchange exchange) {
        String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
        String essence = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!YAML.contains(essence)) {
            throw new ProblemException(Problem.of(415, "The body must be application/yaml."));
        }
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProblemException(Problem.of(400, "The body is not UTF-8."));
        }
    }

    private static int version(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw notFound();
        }
    }

    private static ProblemException notFound() {
        return new ProblemException(Problem.of(404, "There is no such resource."));
    }
}
