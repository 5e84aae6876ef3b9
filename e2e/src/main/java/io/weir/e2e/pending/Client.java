/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.pending;

import java.util.Locale;

/**
 * A client, and how its application uses it.
 *
 * @param name as {@code clients/pending.mjs} knows it; {@code java} for the Java SDK
 * @param progress whether the application asks for progress
 * @param tasks whether a call that waits is a task to it
 */
record Client(String name, boolean progress, Tasks tasks) {

    /** What becomes of a task. */
    enum Tasks {
        /** It knows none. */
        NONE,
        /** The application is told how its task is. */
        TOLD,
        /** The client follows it by itself, and tells its application nothing before the end. */
        SILENT
    }

    static final String JAVA = "java";

    static Client plain(String name) {
        return new Client(name, false, Tasks.NONE);
    }

    Client withProgress() {
        return new Client(name, true, tasks);
    }

    static Client with(Tasks tasks, String name) {
        return new Client(name, false, tasks);
    }

    /** Tasks of 2025-11-25 need an upstream that knows them; all others are served by the one of both eras. */
    boolean usesEverything() {
        return name.equals("v1-tasks");
    }

    @Override
    public String toString() {
        return name + (progress ? ", progress" : "");
    }

    /** Distinguishes the calls of a cell from all others. */
    String label(When when) {
        return "hold-" + name + (progress ? "-progress-" : "-") + when.name().toLowerCase(Locale.ROOT);
    }
}
