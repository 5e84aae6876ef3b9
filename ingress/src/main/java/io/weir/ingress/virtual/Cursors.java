/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.virtual;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Optional;

/** Where several lists stand that are read side by side, in one cursor. */
final class Cursors {
    static final String CURSOR = "cursor";

    private Cursors() {}

    /** @param byMember the members' own cursors */
    static String write(ObjectNode byMember) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(byMember));
    }

    /** Where a member's own list stands; empty if it is at its end, or the cursor is none of these. */
    static Optional<String> own(String cursor, Member member) {
        try {
            return Optional.ofNullable(
                    Json.text(Json.read(Base64.getUrlDecoder().decode(cursor)), member.name()));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
