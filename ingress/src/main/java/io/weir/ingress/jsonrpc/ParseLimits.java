/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.jsonrpc;

/**
 * Bounds of one message, so that no input costs more than it may.
 *
 * @param bytes longest message, at least 1 KiB
 * @param depth deepest nesting of objects and arrays, 8 to 1,000
 * @param tokens most JSON tokens, at least 100
 * @param batch most messages of a batch (MCP 2025-03-26), at least 1
 */
public record ParseLimits(int bytes, int depth, int tokens, int batch) {

    /** The limits of the default configuration: 1 MiB, 100 levels, 100,000 tokens, 50 messages. */
    public static final ParseLimits DEFAULT = new ParseLimits(1 << 20, 100, 100_000, 50);

    /** Checks the ranges. */
    public ParseLimits {
        require(bytes >= 1024, "bytes must be at least 1024");
        require(depth >= 8 && depth <= 1000, "depth must be 8 to 1000");
        require(tokens >= 100, "tokens must be at least 100");
        require(batch >= 1, "batch must be at least 1");
    }

    private static void require(boolean valid, String message) {
        if (!valid) {
            throw new IllegalArgumentException(message);
        }
    }
}
