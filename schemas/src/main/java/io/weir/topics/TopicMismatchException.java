/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.topics;

import java.util.List;

/** A topic exists, but not as the catalogue has it. Says what is, what should be, and what to do. */
public class TopicMismatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TopicMismatchException(List<String> mismatches) {
        super("Topics are not as they should be:\n  " + String.join("\n  ", mismatches));
    }
}
