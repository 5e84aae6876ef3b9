/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import io.weir.events.Direction;
import io.weir.events.MessageKind;
import io.weir.policy.message.ChatMethods;
import io.weir.policy.resource.Target;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A part of an answer that is streamed. It is decided as the answer is, with the facts of its request: what is masked in the whole is
 * masked in the part. That this gives what masking the whole would, the decision says by its context; where it does not, the
 * part must not be shown, and the whole is waited for.
 */
public final class PartialAnswer {

    /** What a part is recorded as that must not be shown: what the policy looks for may reach over its end. */
    static final byte[] UNSEEN =
            ("{\"jsonrpc\":\"2.0\",\"method\":\"" + ChatMethods.CHUNK + "\"}").getBytes(StandardCharsets.UTF_8);

    private static final byte[] EXACT = "exact".getBytes(StandardCharsets.US_ASCII);

    private PartialAnswer() {}

    /** The context of a decision on a part that may be shown. */
    static byte[] exactContext() {
        return EXACT.clone();
    }

    /**
     * Whether a part whose decision has this context may be shown. It has to be cut where {@link io.weir.policy.detect.SafeCut}
     * says.
     *
     * @param context may be null
     */
    public static boolean isExact(byte[] context) {
        return Arrays.equals(context, EXACT);
    }

    /** Whether this message is one. */
    static boolean is(GovernedMessage message) {
        return message.kind() == MessageKind.NOTIFICATION
                && message.direction() == Direction.SERVER_TO_CLIENT
                && message.connection().target() instanceof Target.Llm
                && message.method().equals(ChatMethods.CHUNK);
    }
}
