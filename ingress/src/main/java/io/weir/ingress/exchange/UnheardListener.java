/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.exchange;

import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;

/** For a message to which the upstream has nothing to say. */
final class UnheardListener implements UpstreamListener {

    @Override
    public void begun(UpstreamCall call, String sessionId, boolean streamed) {
        // A body that was not asked for need not be read.
        call.cancel();
    }

    @Override
    public void message(byte[] json) {
        // Not read, see above.
    }

    @Override
    public void ended(UpstreamEnd end) {
        // Nobody waits for it.
    }
}
