/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.message;

import java.util.Arrays;

/** Messages as lines (MCP, "stdio": delimited by newlines, and must not contain any). */
public final class OneLine {
    private OneLine() {}

    /**
     * The message without line ends. They stand between tokens only, since a JSON string has none that is not escaped (RFC 8259,
     * section 7); and no two tokens need one to be told apart.
     *
     * @param json well-formed
     */
    public static byte[] of(byte[] json) {
        int length = 0;
        byte[] line = null;
        for (int i = 0; i < json.length; i++) {
            boolean end = json[i] == '\n' || json[i] == '\r';
            if (end && line == null) {
                line = Arrays.copyOf(json, json.length);
                length = i;
            } else if (!end && line != null) {
                line[length++] = json[i];
            }
        }
        return line == null ? json : Arrays.copyOf(line, length);
    }
}
