/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.llm;

import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;

/**
 * An answer for which nobody is called; it is over when it is given.
 *
 * @param status see {@link UpstreamCall#status}
 */
record OwnAnswer(int status) implements UpstreamCall {
    static final OwnAnswer OVER = new OwnAnswer(200);

    static UpstreamCall give(byte[] message, int status, UpstreamListener listener) {
        OwnAnswer call = new OwnAnswer(status);
        listener.begun(call, "", false);
        listener.message(message);
        listener.ended(UpstreamEnd.of(UpstreamEnd.Kind.COMPLETE, ""));
        return call;
    }

    @Override
    public void consumed() {
        // There is nothing more to read.
    }

    @Override
    public void cancel() {
        // It is over.
    }
}
