/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.pending;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;

/** An application that calls the tool as soon as it is started, and again when it is told to. */
interface Application extends AutoCloseable {

    /** What it was told, in order. */
    BlockingQueue<Told> told();

    /** Repeats the identical call. */
    void again() throws IOException;

    @Override
    void close() throws IOException;
}
