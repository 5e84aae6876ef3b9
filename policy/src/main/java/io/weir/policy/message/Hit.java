/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import io.weir.policy.detect.Match;
import java.util.List;

/**
 * A JSON token in which entities were found.
 *
 * @param form what kind of token it is
 * @param pointer JSON Pointer to the value, or to the member whose name it is (under its masked name)
 * @param start offset of the token's first byte
 * @param end offset after its last byte
 * @param text the text in which the matches are: decoded, and of BASE64 the bytes as UTF-8
 * @param matches never empty
 * @param treatment TEXT, BREAKS_MESSAGE or BREAKS_ITEM
 * @param item index of the item that it breaks; -1 if it breaks none, or what is broken is no item of a list
 */
record Hit(
        Form form,
        String pointer,
        int start,
        int end,
        String text,
        List<Match> matches,
        Treatment treatment,
        int item) {

    enum Form {
        STRING,
        NAME,
        NUMBER,
        /** A string whose text is hidden in base64. */
        BASE64,
        /** A string that is JSON; its matches are those of its values, at indexes in each of them. */
        JSON
    }

    /** True if one of these detectors, given as bits, has a match here. */
    boolean concerns(long active) {
        for (Match match : matches) {
            if ((match.bit() & active) != 0) {
                return true;
            }
        }
        return false;
    }
}
