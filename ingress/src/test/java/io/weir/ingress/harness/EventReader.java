/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the events of a stream one by one. */
public final class EventReader implements AutoCloseable {

    /** One server-sent event; what it did not have is null. */
    public record Event(String id, String retry, String data) {}

    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    public EventReader(HttpResponse<InputStream> response) {
        this.response = response;
        this.lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** The next event; null at the end. */
    public Event next() throws IOException {
        String id = null;
        String retry = null;
        String data = null;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty() && (id != null || retry != null || data != null)) {
                return new Event(id, retry, data);
            }
            id = line.startsWith("id: ") ? line.substring(4) : id;
            retry = line.startsWith("retry: ") ? line.substring(7) : retry;
            data = line.startsWith("data:") ? line.substring(5).strip() : data;
        }
        return null;
    }

    /** The next event whose data holds a text. */
    public Event next(String text) throws IOException {
        Event event = next();
        while (event != null && (event.data() == null || !event.data().contains(text))) {
            event = next();
        }
        return event;
    }

    /** All until the end. */
    public List<Event> rest() throws IOException {
        List<Event> events = new ArrayList<>();
        for (Event event = next(); event != null; event = next()) {
            events.add(event);
        }
        return events;
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }
}
