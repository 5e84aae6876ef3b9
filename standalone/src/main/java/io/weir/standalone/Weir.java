/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone;

import io.weir.standalone.cli.WeirCommand;
import org.slf4j.LoggerFactory;

/** Where the launcher enters. */
public final class Weir {

    private static final int FAILED = 1;

    private Weir() {}

    /** Runs one command and exits with its code: 0 done, 1 failed, 2 a mistake in the command or in a file. */
    public static void main(String[] args) {
        // A command that serves says otherwise, before anything logs.
        System.setProperty("logback.configurationFile", "logback-client.xml");
        int code = FAILED;
        try {
            code = WeirCommand.run(args);
        } catch (Throwable e) {
            // An Error would leave the threads of whatever was started already, and so the process.
            System.err.println("weir: " + e);
            LoggerFactory.getLogger(Weir.class).atError().setCause(e).log("failed");
        }
        System.exit(code);
    }
}
