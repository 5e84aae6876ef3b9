/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --data DIR}. By default it is beside the launcher, so that it is the same from any directory. */
final class DataOption {

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the instance keeps its data (default: .weir in the directory of the launcher).")
    private Path data;

    Path path() {
        return data != null
                ? data
                : Path.of(System.getProperty("weir.home", "."), ".weir").normalize();
    }

    /** The option again, to be pasted after another command in any directory; empty where it was not given. */
    String asTyped() {
        return data == null ? "" : " --data '" + data.toAbsolutePath().normalize() + "'";
    }
}
