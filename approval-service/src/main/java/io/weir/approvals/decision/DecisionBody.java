/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.decision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.weir.events.ApprovalAction;
import io.weir.service.http.Json;
import io.weir.service.http.Problem;
import io.weir.service.http.ProblemException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the body of a decision strictly: what is misspelt must not be ignored, least of all a digest. */
final class DecisionBody {

    static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_REASON_CHARS = 2_000;
    private static final Set<String> MEMBERS = Set.of("reason", "digest", "decisionId");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern DECISION_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final HttpString IDEMPOTENCY_KEY = HttpString.tryFromString("Idempotency-Key");

    private DecisionBody() {}

    /**
     * The decision that a request holds.
     *
     * @throws ProblemException 400 or 415, naming the member that is wrong
     */
    static Decision read(HttpServerExchange exchange, ApprovalAction action, byte[] body) {
        requireJson(exchange);
        JsonNode json = parse(body);
        json.fieldNames()
                .forEachRemaining(name -> require(MEMBERS.contains(name), "There is no member " + quote(name)));
        return new Decision(action, reason(json), digest(json), decisionId(exchange, json));
    }

    private static void requireJson(HttpServerExchange exchange) {
        String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
        String essence = type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!"application/json".equals(essence)) {
            throw new ProblemException(Problem.of(415, "The body must be application/json."));
        }
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode json = Json.mapper().readTree(body);
            require(json.isObject(), "The body must be a JSON object");
            return json;
        } catch (JsonProcessingException e) {
            throw bad("The body is not JSON: line " + e.getLocation().getLineNr());
        } catch (IOException e) {
            throw bad("The body is not JSON");
        }
    }

    private static String reason(JsonNode json) {
        String reason = text(json, "reason").map(String::strip).orElse("");
        require(!reason.isEmpty(), "reason is required: it is recorded with the decision");
        require(reason.length() <= MAX_REASON_CHARS, "reason may have at most " + MAX_REASON_CHARS + " characters");
        return reason;
    }

    private static Optional<String> digest(JsonNode json) {
        Optional<String> digest = text(json, "digest");
        require(
                digest.isEmpty() || DIGEST.matcher(digest.get()).matches(),
                "digest must be 64 lower-case hexadecimal digits");
        return digest;
    }

    private static Optional<String> decisionId(HttpServerExchange exchange, JsonNode json) {
        Optional<String> header =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst(IDEMPOTENCY_KEY));
        Optional<String> member = text(json, "decisionId");
        require(
                header.isEmpty() || member.isEmpty() || header.equals(member),
                "decisionId and the Idempotency-Key header differ");
        Optional<String> id = member.or(() -> header);
        require(
                id.isEmpty() || DECISION_ID.matcher(id.get()).matches(),
                "decisionId must have 1 to 128 printable ASCII characters without spaces");
        return id;
    }

    private static Optional<String> text(JsonNode json, String member) {
        JsonNode value = json.path(member);
        require(value.isTextual() || value.isNull() || value.isMissingNode(), member + " must be a string");
        return Optional.ofNullable(value.textValue());
    }

    private static String quote(String name) {
        return name.length() <= 40 ? "\"" + name + "\"" : "of such a name";
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw bad(otherwise);
        }
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(Problem.of(400, detail + "."));
    }
}
