/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.server.HttpServerExchange;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread on which alone an exchange may be written to. */
final class IoThread {
    private static final Logger LOG = LoggerFactory.getLogger(IoThread.class);

    private IoThread() {}

    /** Runs the task there: at once if this is it, else as soon as it is free. */
    static void run(HttpServerExchange exchange, Runnable task) {
        if (exchange.isInIoThread()) {
            task.run();
            return;
        }
        try {
            exchange.getIoThread().execute(task);
        } catch (RejectedExecutionException e) {
            // The server has stopped, and with it the client's connection.
            LOG.atDebug().log("An answer came after the server had stopped");
        }
    }
}
