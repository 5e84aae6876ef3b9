/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import java.nio.file.Path;

/** Where the log goes: a file of the data directory, since the console is for people. */
final class LogFile {

    private LogFile() {}

    /** Sends the log of this process there; call it before anything logs. */
    static void in(Path data) {
        System.setProperty("weir.log.file", of(data).toString());
        System.setProperty("logback.configurationFile", "logback-up.xml");
    }

    /** The same for a process beside the instance, in a file of its own. */
    static Path in(Path data, String process) {
        Path file = data.resolve(process + ".log").toAbsolutePath().normalize();
        System.setProperty("weir.log.file", file.toString());
        System.setProperty("logback.configurationFile", "logback-up.xml");
        return file;
    }

    static Path of(Path data) {
        return data.resolve("weir.log").toAbsolutePath().normalize();
    }
}
