/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.agent.message;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A message with some of its values replaced; every other byte stays as it is. */
public final class Splice {

    @SuppressWarnings("ArrayRecordComponent")
    private record Edit(Span span, byte[] replacement) {}

    private final byte[] message;
    private final List<Edit> edits = new ArrayList<>(2);

    /** @param message is not written to */
    public Splice(byte[] message) {
        this.message = message;
    }

    /**
     * Replaces a value.
     *
     * @param span does not overlap with another one that is replaced; null if there is nothing to replace
     * @param json a JSON text
     */
    public Splice put(Span span, byte[] json) {
        if (span != null) {
            edits.add(new Edit(span, json));
        }
        return this;
    }

    /** The message; the very same bytes if nothing was replaced. */
    public byte[] toBytes() {
        if (edits.isEmpty()) {
            return message;
        }
        edits.sort(Comparator.comparingInt(edit -> edit.span().start()));
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + 32);
        int copied = 0;
        for (Edit edit : edits) {
            out.write(message, copied, edit.span().start() - copied);
            out.writeBytes(edit.replacement());
            copied = edit.span().end();
        }
        out.write(message, copied, message.length - copied);
        return out.toByteArray();
    }
}
