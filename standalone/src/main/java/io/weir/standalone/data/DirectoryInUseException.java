/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.data;

import java.nio.file.Path;

/** Another process has the data directory. */
public final class DirectoryInUseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DirectoryInUseException(Path directory, String owner) {
        super("the data directory " + directory + " is in use by another Weir"
                + (owner.isEmpty() ? "" : " (" + owner + ")") + ". Stop it, or give this one its own with --data DIR.");
    }
}
