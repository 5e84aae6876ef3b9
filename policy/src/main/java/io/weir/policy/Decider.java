/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import io.weir.policy.message.MalformedMessageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides on messages. Pure: the same policy and message always give the same decision. Thread-safe. */
public final class Decider {

    private static final Logger LOG = LoggerFactory.getLogger(Decider.class);

    private Decider() {}

    /**
     * Decides on one message. Never throws: whatever goes wrong is a BLOCK.
     *
     * @param policy the policy in force
     * @param message the message as it came
     */
    public static Decision decide(CompiledPolicy policy, GovernedMessage message) {
        try {
            return new Deciding(policy, message).decide();
        } catch (MalformedMessageException e) {
            return Refusals.unread(policy, message, e.id(), e.getMessage());
        } catch (Throwable e) {
            // Only its class: what an exception says may quote the message.
            LOG.atError()
                    .addKeyValue("error", e.getClass().getName())
                    .addKeyValue("method", message.method())
                    .addKeyValue("policy", policy.name())
                    .addKeyValue("version", policy.version())
                    .log("a decision failed; the message is blocked");
            return Refusals.unread(policy, message, null, "the message could not be decided");
        }
    }
}
