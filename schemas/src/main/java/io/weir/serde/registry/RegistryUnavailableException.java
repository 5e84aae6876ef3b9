/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde.registry;

import org.apache.kafka.common.errors.RetriableException;

/**
 * No registry could be reached, or none was able to answer. Whoever reads must stop and try again: the record may be
 * perfectly good, and is no dead letter.
 */
public class RegistryUnavailableException extends RetriableException {
    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
