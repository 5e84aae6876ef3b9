package io.weir.policy;

/** Decides on messages. Pure: the same policy and message always give the same decision. Thread-safe. */
public final class Decider {

    private Decider() {}

    /**
     * Decides on one message. Never throws: whatever goes wrong is a BLOCK.
     *
     * @param policy the policy in force
     * @param message the message as it came
     */
    public static Decision decide(CompiledPolicy policy, GovernedMessage message) {
        throw new UnsupportedOperationException();
    }
}
