/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.Headers;
import io.weir.events.FactType;
import io.weir.ingress.jsonrpc.ErrorCode;
import java.util.Locale;

/** What a client sends and what it understands (MCP, "Sending Messages to the Server"). */
final class MediaTypes {
    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream";

    private MediaTypes() {}

    /** 415 unless the body is uncompressed JSON in UTF-8. */
    static void requireJsonBody(HttpServerExchange exchange) throws RefusedException {
        String type = exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE);
        String encoding = exchange.getRequestHeaders().getFirst(Headers.CONTENT_ENCODING);
        boolean plain = encoding == null || encoding.equalsIgnoreCase("identity");
        if (type == null || !plain || !isJson(type)) {
            throw refused(415, "The Content-Type of a message is " + JSON + ", in UTF-8 and uncompressed");
        }
    }

    private static boolean isJson(String type) {
        if (type.equals(JSON)) {
            return true;
        }
        String[] parts = type.toLowerCase(Locale.ROOT).split(";", -1);
        boolean json = parts[0].strip().equals(JSON);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].replace("\"", "").strip();
            json &= !parameter.startsWith("charset") || parameter.equals("charset=utf-8");
        }
        return json;
    }

    /** 406 unless the client accepts both forms of an answer. */
    static void requireAcceptsAnswers(HttpServerExchange exchange) throws RefusedException {
        if (!accepts(exchange, JSON) || !accepts(exchange, EVENTS)) {
            throw refused(406, "The Accept header must list " + JSON + " and " + EVENTS);
        }
    }

    /** 406 unless the client accepts a stream. */
    static void requireAcceptsEvents(HttpServerExchange exchange) throws RefusedException {
        if (!accepts(exchange, EVENTS)) {
            throw refused(406, "The Accept header must list " + EVENTS);
        }
    }

    private static boolean accepts(HttpServerExchange exchange, String type) {
        HeaderValues values = exchange.getRequestHeaders().get(Headers.ACCEPT);
        if (values == null) {
            return false;
        }
        String anySubtype = type.substring(0, type.indexOf('/')) + "/*";
        for (String value : values) {
            String accepted = value.toLowerCase(Locale.ROOT);
            if (accepted.contains(type) || accepted.contains("*/*") || accepted.contains(anySubtype)) {
                return true;
            }
        }
        return false;
    }

    private static RefusedException refused(int status, String message) {
        return new RefusedException(
                new Refusal(status, ErrorCode.INVALID_REQUEST, message, FactType.MALFORMED_MESSAGE));
    }
}
