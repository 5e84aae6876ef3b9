/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.http;

import io.weir.ingress.upstream.UpstreamEnd;
import java.util.Locale;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.MessageHeaders;

/** What an upstream's answers mean, by their heads. */
interface AnswerRules {

    /** The only status with a message is 200; whatever else is told, is not told on. */
    AnswerRules PLAIN = (answer, announcedBytes) -> {
        if (answer.getCode() != 200) {
            return UpstreamEnd.status(UpstreamEnd.Kind.INVALID, answer.getCode());
        }
        UpstreamEnd unreadable = unreadable(answer);
        return unreadable == null && announcedBytes == 0
                ? UpstreamEnd.invalid("The upstream's answer is empty")
                : unreadable;
    };

    /**
     * Why this answer carries no message; null if it does.
     *
     * @param announcedBytes the length of its body, negative if unknown
     */
    UpstreamEnd refusal(HttpResponse answer, long announcedBytes);

    /** Why a body cannot be read; null if it can. */
    static UpstreamEnd unreadable(MessageHeaders headers) {
        String type = mediaType(headers);
        if (!type.equals("application/json") && !type.equals("text/event-stream")) {
            return UpstreamEnd.invalid("The upstream's answer is neither JSON nor an event stream");
        }
        String encoding = value(headers, "Content-Encoding");
        return encoding.isEmpty() || encoding.equalsIgnoreCase("identity")
                ? null
                : UpstreamEnd.invalid("The upstream compressed its answer unasked");
    }

    /** The Content-Type without parameters, empty if there is none. */
    static String mediaType(MessageHeaders headers) {
        String type = value(headers, "Content-Type");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }

    /** A header's first value, empty if there is none. */
    static String value(MessageHeaders headers, String name) {
        Header first = headers.getFirstHeader(name);
        return first == null || first.getValue() == null ? "" : first.getValue();
    }
}
