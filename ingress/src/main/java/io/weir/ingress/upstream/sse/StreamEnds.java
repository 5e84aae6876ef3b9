/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.sse;

import io.weir.ingress.upstream.UpstreamEnd;

/** What the end of a server's stream means for whatever waits for something on it. */
final class StreamEnds {
    private StreamEnds() {}

    /** Before the server has named its endpoint nothing was sent. */
    static UpstreamEnd notOpened(UpstreamEnd end) {
        return switch (end.kind()) {
            case INVALID, NOT_OFFERED, UNREACHABLE -> end;
            default -> unreachable("The upstream's stream ended before it named an endpoint");
        };
    }

    /** Afterwards, what was sent may have been acted on. */
    static UpstreamEnd lost(UpstreamEnd end) {
        boolean ended = end.kind() == UpstreamEnd.Kind.COMPLETE;
        return lost(ended ? "The upstream ended its stream before it answered" : end.reason());
    }

    static UpstreamEnd lost(String reason) {
        return UpstreamEnd.of(UpstreamEnd.Kind.BROKEN, reason);
    }

    static UpstreamEnd unreachable(String reason) {
        return UpstreamEnd.of(UpstreamEnd.Kind.UNREACHABLE, reason);
    }
}
