/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.demo;

import java.io.PrintWriter;

/** Prints the story, and breaks it off where it is not true. */
final class Narrator {

    private final PrintWriter out;
    private int step;

    Narrator(PrintWriter out) {
        this.out = out;
    }

    /** Begins a step. */
    void tell(String sentence) {
        out.printf("%n%d. %s%n", ++step, sentence);
        out.flush();
    }

    /** Something that was seen. */
    void show(String line) {
        line.lines().forEach(each -> out.println("   " + each));
        out.flush();
    }

    /**
     * Something that has to hold.
     *
     * @throws StoryException when it does not
     */
    void check(boolean holds, String what) {
        out.println((holds ? "   ✓ " : "   ✗ ") + what);
        out.flush();
        if (!holds) {
            throw new StoryException("step " + step + " did not go as told: " + what);
        }
    }
}
