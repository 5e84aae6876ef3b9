/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What takes the place of some bytes of a message.
 *
 * @param start offset of the first byte that goes
 * @param end offset after the last one
 * @param replacement may be empty
 */
// Made for one use; nobody compares them.
@SuppressWarnings("ArrayRecordComponent")
record Edit(int start, int end, byte[] replacement) {

    static Edit of(int start, int end, String replacement) {
        return new Edit(start, end, replacement.getBytes(UTF_8));
    }
}
