/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.clients;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Compares two long JSON results so that a failure shows the place, and keeps both in files. */
final class Comparison {

    private static final int CONTEXT_LINES = 4;

    private Comparison() {}

    /** Fails at the first line in which they differ. */
    static void assertSame(String client, JsonNode direct, JsonNode throughWeir) throws IOException {
        List<String> expected = keep(client + ".direct.json", direct);
        List<String> actual = keep(client + ".weir.json", throughWeir);
        for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
            String wanted = i < expected.size() ? expected.get(i) : "(the end)";
            String got = i < actual.size() ? actual.get(i) : "(the end)";
            if (!wanted.equals(got)) {
                throw new AssertionError(
                        "%s sees something else through Weir, line %d of target/clients/%s.*.json%n%s%ndirect:  %s%nthrough: %s"
                                .formatted(client, i + 1, client, before(expected, i), wanted, got));
            }
        }
    }

    private static String before(List<String> lines, int index) {
        return String.join("\n", lines.subList(Math.max(0, index - CONTEXT_LINES), index));
    }

    private static List<String> keep(String name, JsonNode result) throws IOException {
        String text = result.toPrettyString();
        Files.writeString(Path.of("target", "clients", name), text);
        return text.lines().toList();
    }
}
