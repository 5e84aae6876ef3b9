/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.undertow.util.StatusCodes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A problem detail (RFC 9457).
 *
 * @param type a URI that names the kind of problem; {@code about:blank} when the status says it all
 * @param title short, the same for every problem of the type
 * @param status the HTTP status code, 400 to 599
 * @param detail what happened here, for people; never holds a credential or text of a message
 * @param extensions further members
 */
@JsonPropertyOrder({"type", "title", "status", "detail"})
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @JsonAnyGetter Map<String, Object> extensions) {

    private static final String TYPE_PREFIX = "urn:weir:problem:";

    public Problem {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(title, "title");
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status " + status + " is no error");
        }
        extensions = Map.copyOf(extensions);
    }

    /** A problem that the status code describes well enough. */
    public static Problem of(int status, String detail) {
        return new Problem("about:blank", StatusCodes.getReason(status), status, detail, Map.of());
    }

    /**
     * A problem with a type of its own.
     *
     * @param name the last part of the type, such as {@code approval-ended}
     */
    public static Problem of(int status, String name, String title, String detail) {
        return new Problem(TYPE_PREFIX + name, title, status, detail, Map.of());
    }

    /** The same problem with one more member. */
    public Problem with(String member, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(extensions);
        more.put(member, value);
        return new Problem(type, title, status, detail, more);
    }
}
