/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An answer that is gathered, for tests elsewhere. */
public final class Gathered {
    private final ChatStream stream = new ChatStream(1 << 20);

    /** Adds a piece of one of the first choice's texts. */
    public void add(String name, String piece) throws Exception {
        ObjectNode chunk = ChatJson.object();
        chunk.putArray("choices").addObject().put("index", 0).putObject("delta").put(name, piece);
        stream.add(chunk, piece.length());
    }

    public boolean hasPart() {
        return stream.hasPart();
    }

    public byte[] takePart() {
        return ChatJson.write(stream.takePart());
    }

    public byte[] whole() {
        return ChatJson.write(stream.answer());
    }
}
