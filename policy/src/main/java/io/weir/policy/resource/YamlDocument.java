/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.util.ArrayList;
import java.util.List;

/**
 * One document of a YAML stream, as text: what is stored of a resource is exactly what was applied.
 *
 * @param source with LF line ends and without blank lines around it; ends with one LF
 * @param firstLine line of the stream on which it starts, from 1
 */
record YamlDocument(String source, int firstLine) {

    /** Splits a stream at its document markers (YAML 1.2 section 9.1.4), which mark even within a block of text. */
    static List<YamlDocument> split(String stream) {
        String text = stream.startsWith("\uFEFF") ? stream.substring(1) : stream;
        List<YamlDocument> documents = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        int first = 1;
        int number = 0;
        for (String line : text.split("\r\n|\r|\n", -1)) {
            number++;
            if (isStart(line) || line.stripTrailing().equals("...")) {
                add(documents, lines, first);
                lines.clear();
                boolean hasContent = isStart(line) && !isBlankOrComment(line.substring(3));
                first = hasContent ? number : number + 1;
                if (hasContent) {
                    lines.add(line);
                }
            } else {
                lines.add(line);
            }
        }
        add(documents, lines, first);
        return documents;
    }

    private static boolean isStart(String line) {
        return line.equals("---") || line.startsWith("--- ") || line.startsWith("---\t");
    }

    private static boolean isBlankOrComment(String text) {
        return text.isBlank() || text.strip().startsWith("#");
    }

    private static void add(List<YamlDocument> documents, List<String> lines, int first) {
        if (lines.stream().allMatch(YamlDocument::isBlankOrComment)) {
            return;
        }
        int from = 0;
        while (lines.get(from).isBlank()) {
            from++;
        }
        int to = lines.size();
        while (lines.get(to - 1).isBlank()) {
            to--;
        }
        documents.add(new YamlDocument(String.join("\n", lines.subList(from, to)) + "\n", first + from));
    }
}
