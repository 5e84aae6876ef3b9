/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.web;

/** Someone else listens on the port. */
public final class PortInUseException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PortInUseException(int port, Throwable cause) {
        super("port " + port + " is in use. Choose another with --port N (0 takes a free one).", cause);
    }
}
