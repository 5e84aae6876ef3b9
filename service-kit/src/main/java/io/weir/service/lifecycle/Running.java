/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.lifecycle;

/** A service that runs. */
public interface Running extends AutoCloseable {

    /** Stops it: takes no more, ends what is under way, gives back what it holds. */
    @Override
    void close();
}
