/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.traffic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Reads server-sent events off a body in chunks. */
final class Events {
    private final Wire wire;
    private final StringBuilder text = new StringBuilder();

    Events(Wire wire) {
        this.wire = wire;
    }

    /**
     * One event.
     *
     * @param id empty if it has none
     * @param data empty if it is only a position in the stream
     */
    record Event(String id, String data) {}

    /** The next event with an id or data; null at the end of the stream. */
    Event next() throws IOException {
        while (true) {
            int end = text.indexOf("\n\n");
            if (end >= 0) {
                Event event = parse(text.substring(0, end));
                text.delete(0, end + 2);
                if (!event.id.isEmpty() || !event.data.isEmpty()) {
                    return event;
                }
            } else {
                byte[] chunk = wire.readChunk();
                if (chunk.length == 0) {
                    return null;
                }
                // What this test sends and is sent has no characters that a chunk could cut.
                text.append(new String(chunk, StandardCharsets.UTF_8));
            }
        }
    }

    private static Event parse(String block) {
        String id = "";
        StringBuilder data = new StringBuilder();
        for (String line : block.split("\n", -1)) {
            if (line.startsWith("id:")) {
                id = line.substring(3).strip();
            } else if (line.startsWith("data:")) {
                data.append(line.substring(5).strip());
            }
        }
        return new Event(id, data.toString());
    }
}
