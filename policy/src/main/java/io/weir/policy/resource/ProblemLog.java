/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Gathers what is wrong, with lines counted in the whole text. */
final class ProblemLog {

    private final List<Problem> problems = new ArrayList<>();
    private int firstLine = 1;

    /** What follows is about the document that starts on this line. */
    void enter(YamlDocument document) {
        firstLine = document.firstLine();
    }

    void add(Node node, String path, String message) {
        add(node.getStartMark(), path, message);
    }

    /** About the document as a whole. */
    void add(String message) {
        add((Mark) null, "", message);
    }

    /** A null mark stands for the start of the document. */
    void add(Mark mark, String path, String message) {
        int line = mark == null ? 0 : mark.getLine();
        int column = mark == null ? 0 : mark.getColumn();
        problems.add(new Problem(firstLine + line, column + 1, path, message));
    }

    /** At a place relative to a node: lines and columns to be added, from 0. */
    void addWithin(Node node, int lines, int columns, String path, String message) {
        Mark mark = node.getStartMark();
        int column = lines == 0 ? mark.getColumn() + columns : columns;
        problems.add(new Problem(firstLine + mark.getLine() + lines, column + 1, path, message));
    }

    int size() {
        return problems.size();
    }

    /** In the order of the text. */
    List<Problem> all() {
        return problems.stream()
                .sorted(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column))
                .toList();
    }
}
