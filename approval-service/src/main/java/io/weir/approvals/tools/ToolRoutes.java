/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.tools;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.weir.approvals.body.StrictBody;
import io.weir.events.ToolRecord;
import io.weir.model.Principal;
import io.weir.service.http.Async;
import io.weir.service.http.Bodies;
import io.weir.service.http.Json;
import io.weir.service.http.Problem;
import io.weir.service.http.ProblemException;
import io.weir.service.http.Router;
import io.weir.service.identity.Identity;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** {@code /api/tools}: for administrators. */
public final class ToolRoutes {

    /** Where the routes are. */
    public static final String TOOLS = "/api/tools";

    /** A tool's name is in the body: it can hold what a path cannot. */
    private static final Set<String> MEMBERS = Set.of("tool", "digest", "reason");

    private final ToolLog tools;
    private final ToolReviews reviews;

    public ToolRoutes(ToolLog tools, ToolReviews reviews) {
        this.tools = tools;
        this.reviews = reviews;
    }

    /**
     * Adds them.
     *
     * @param guard lets administrators through
     */
    public void addTo(Router router, UnaryOperator<HttpHandler> guard) {
        router.get(TOOLS, guard.apply(this::list));
        router.post(TOOLS + "/{connection}/accept", guard.apply(this::accept));
    }

    private void list(HttpServerExchange exchange) {
        String connection = Router.query(exchange, "connection");
        boolean changed = isChangedOnly(exchange);
        List<ToolRecord> wanted = tools.all().stream()
                .filter(tool -> connection == null || tool.getConnection().equals(connection))
                .filter(tool -> !changed || ToolView.isChanged(tool))
                .toList();
        Json.send(exchange, 200, ToolView.of(wanted));
    }

    private static boolean isChangedOnly(HttpServerExchange exchange) {
        String wanted = Router.query(exchange, "changed");
        if (wanted != null && !wanted.equals("true") && !wanted.equals("false")) {
            throw new ProblemException(Problem.of(400, "changed must be true or false."));
        }
        return "true".equals(wanted);
    }

    private void accept(HttpServerExchange exchange) {
        Bodies.receive(exchange, StrictBody.MAX_BYTES, (received, body) -> {
            Principal by = Identity.of(received);
            String connection = Router.parameter(received, "connection");
            StrictBody json = StrictBody.read(received, body, MEMBERS);
            String tool = json.text("tool").orElse("");
            String digest = json.digest().orElse("");
            String reason = json.reason();
            StrictBody.require(!tool.isEmpty(), "tool is required: the tool's name");
            StrictBody.require(!digest.isEmpty(), "digest is required: that of the definition that you saw");
            Async.respond(
                    received,
                    () -> reviews.accept(by, connection, tool, digest, reason),
                    (answered, after) -> Json.send(answered, 200, ToolView.of(after)));
        });
    }
}
