/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Sessions and their events, as the journal has them. */
public final class Journal {

    private static final int PAGE = 500;

    private final WeirApi api;

    /** What this caller may see. */
    public Journal(WeirApi api) {
        this.api = api;
    }

    /**
     * The newest sessions, newest first.
     *
     * @param limit 1 to 500
     * @throws ApiException when Weir answers with an error
     */
    public List<JsonNode> sessions(int limit) {
        return list(api.get("/api/sessions?limit=" + limit).orThrow().path("sessions"));
    }

    /**
     * All events of a session, in order.
     *
     * @throws ApiException when Weir answers with an error, such as that there is no such session
     */
    public List<JsonNode> events(String sessionId) {
        List<JsonNode> events = new ArrayList<>();
        JsonNode page;
        long from = 1;
        do {
            page = api.get("/api/sessions/" + WeirApi.segment(sessionId) + "/events?from=" + from + "&limit=" + PAGE)
                    .orThrow();
            events.addAll(list(page.path("events")));
            from = page.path("next").asLong();
        } while (page.hasNonNull("next"));
        return events;
    }

    private static List<JsonNode> list(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }
}
