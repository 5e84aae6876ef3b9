/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.body;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.weir.service.http.Json;
import io.weir.service.http.Problem;
import io.weir.service.http.ProblemException;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A JSON object with members that are known: what is misspelt must not be ignored, least of all a digest. */
public final class StrictBody {

    /** The most that such a body may have. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_REASON_CHARS = 2_000;
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    private final JsonNode json;

    private StrictBody(JsonNode json) {
        this.json = json;
    }

    /**
     * Reads it.
     *
     * @param members the only ones that it may have
     * @throws ProblemException 400 or 415, naming the member that is wrong
     */
    public static StrictBody read(HttpServerExchange exchange, byte[] body, Set<String> members) {
        requireJson(exchange);
        JsonNode json = parse(body);
        json.fieldNames()
                .forEachRemaining(name -> require(members.contains(name), "There is no member " + quote(name)));
        return new StrictBody(json);
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

    /** The member {@code reason}, without space around it. */
    public String reason() {
        String reason = text("reason").map(String::strip).orElse("");
        require(!reason.isEmpty(), "reason is required: it is recorded with the decision");
        require(reason.length() <= MAX_REASON_CHARS, "reason may have at most " + MAX_REASON_CHARS + " characters");
        return reason;
    }

    /** The member {@code digest}, in lower-case hex; empty if there is none. */
    public Optional<String> digest() {
        Optional<String> digest = text("digest");
        require(
                digest.isEmpty() || DIGEST.matcher(digest.get()).matches(),
                "digest must be 64 lower-case hexadecimal digits");
        return digest;
    }

    /** A member that is a text; empty if there is none, or null. */
    public Optional<String> text(String member) {
        JsonNode value = json.path(member);
        require(value.isTextual() || value.isNull() || value.isMissingNode(), member + " must be a string");
        return Optional.ofNullable(value.textValue());
    }

    private static String quote(String name) {
        return name.length() <= 40 ? "\"" + name + "\"" : "of such a name";
    }

    /**
     * Refuses a body.
     *
     * @param otherwise the detail, without its full stop
     * @throws ProblemException 400, if it does not hold
     */
    public static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw bad(otherwise);
        }
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(Problem.of(400, detail + "."));
    }
}
