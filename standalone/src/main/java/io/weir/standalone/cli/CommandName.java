/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import java.nio.file.Path;

/** How to call the launcher, so that what is printed works when it is pasted, in any directory. */
final class CommandName {

    private CommandName() {}

    /** The command as it was typed when it is on the PATH, else its absolute path. */
    static String get() {
        String typed = System.getProperty("weir.command", "weir");
        return typed.contains("/")
                ? quoted(Path.of(typed).toAbsolutePath().normalize().toString())
                : typed;
    }

    /** For a POSIX shell; left as it is where no shell would take it apart. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
