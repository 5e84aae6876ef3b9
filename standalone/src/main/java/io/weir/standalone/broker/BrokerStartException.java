/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.broker;

import java.nio.file.Path;

/** The embedded broker did not start. */
public final class BrokerStartException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BrokerStartException(Path directory, Throwable cause) {
        super("the embedded Kafka broker did not start on " + directory + ": " + cause.getMessage(), cause);
    }

    boolean causedBy(Class<? extends Throwable> type) {
        for (Throwable cause = getCause(); cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
