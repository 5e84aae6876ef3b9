/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.query.session;

import io.undertow.server.HttpServerExchange;
import io.weir.events.Outcome;
import io.weir.service.http.Problem;
import io.weir.service.http.ProblemException;
import io.weir.service.http.Router;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A list of sessions as a query string: {@code subject}, {@code connection}, {@code outcome}, {@code from} and {@code to}
 * (ISO 8601 instants), {@code cursor}, {@code limit}; between instances also {@code prefix}.
 *
 * @param limit 1 to 500
 */
public record SessionQuery(SessionFilter filter, Optional<Cursor> after, int limit) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 500;

    /**
     * Reads it.
     *
     * @throws ProblemException 400, naming the parameter, when one is not as it should be
     */
    public static SessionQuery read(HttpServerExchange exchange) {
        return read(exchange, MAX_LIMIT);
    }

    /** Reads what {@link #write} wrote: another instance asks for one more than its client, to see whether there is more. */
    public static SessionQuery readFromInstance(HttpServerExchange exchange) {
        return read(exchange, MAX_LIMIT + 1);
    }

    private static SessionQuery read(HttpServerExchange exchange, int maxLimit) {
        return new SessionQuery(
                new SessionFilter(
                        text(exchange, "prefix"),
                        text(exchange, "subject"),
                        text(exchange, "connection"),
                        parsed(exchange, "outcome", "FORWARD, BLOCK or HOLD", SessionQuery::outcome),
                        instant(exchange, "from").orElse(0L),
                        instant(exchange, "to").orElse(Long.MAX_VALUE)),
                parsed(exchange, "cursor", "the value of next of the page before", Cursor::decode),
                limit(exchange, maxLimit));
    }

    /** The parameter {@code limit}: how many at the most, 50 unless told. */
    public static int limit(HttpServerExchange exchange) {
        return limit(exchange, MAX_LIMIT);
    }

    private static int limit(HttpServerExchange exchange, int most) {
        return parsed(exchange, "limit", "a whole number from 1 to " + most, text -> inRange(text, 1, most))
                .map(Long::intValue)
                .orElse(DEFAULT_LIMIT);
    }

    /** The parameter {@code from} of a list of events: the first sequence number that is wanted, 1 unless told. */
    public static long fromSequence(HttpServerExchange exchange) {
        return parsed(exchange, "from", "a whole number from 1", text -> inRange(text, 1, Long.MAX_VALUE))
                .orElse(1L);
    }

    static String write(SessionFilter filter, Optional<Cursor> after, int limit) {
        Map<String, String> parameters = new TreeMap<>();
        filter.prefix().ifPresent(value -> parameters.put("prefix", value));
        filter.subject().ifPresent(value -> parameters.put("subject", value));
        filter.connection().ifPresent(value -> parameters.put("connection", value));
        filter.outcome().ifPresent(value -> parameters.put("outcome", value.name()));
        parameters.put("from", Instant.ofEpochMilli(filter.from()).toString());
        if (filter.to() != Long.MAX_VALUE) {
            parameters.put("to", Instant.ofEpochMilli(filter.to()).toString());
        }
        after.ifPresent(cursor -> parameters.put("cursor", cursor.encoded()));
        parameters.put("limit", Integer.toString(limit));
        return parameters.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static Optional<Long> instant(HttpServerExchange exchange, String name) {
        return parsed(
                exchange,
                name,
                "an ISO 8601 instant, such as 2026-01-31T12:00:00Z",
                text -> Instant.parse(text).toEpochMilli());
    }

    private static Outcome outcome(String text) {
        Outcome outcome = Outcome.valueOf(text);
        if (outcome == Outcome.UNKNOWN) {
            throw new IllegalArgumentException(text);
        }
        return outcome;
    }

    private static long inRange(String text, long least, long most) {
        long value = Long.parseLong(text);
        if (value < least || value > most) {
            throw new IllegalArgumentException(text);
        }
        return value;
    }

    private static Optional<String> text(HttpServerExchange exchange, String name) {
        return Optional.ofNullable(Router.query(exchange, name)).filter(value -> !value.isEmpty());
    }

    private static <T> Optional<T> parsed(
            HttpServerExchange exchange, String name, String expected, Function<String, T> parse) {
        try {
            return text(exchange, name).map(parse);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new ProblemException(Problem.of(400, "The query parameter " + name + " must be " + expected + "."));
        }
    }
}
