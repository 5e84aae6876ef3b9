package io.weir.policy;

import io.weir.policy.resource.PolicyResource;

/** A policy version that is ready to decide: conditions and detectors are compiled. Immutable and thread-safe. */
public final class CompiledPolicy {

    private final String name;
    private final int version;
    private final String hash;

    private CompiledPolicy(String name, int version, String hash) {
        this.name = name;
        this.version = version;
        this.hash = hash;
    }

    /**
     * Compiles a policy.
     *
     * @param version from 1
     * @throws IllegalArgumentException if a condition or pattern does not compile; {@code Resources.parse} finds that
     *     first
     */
    public static CompiledPolicy of(PolicyResource policy, int version) {
        return new CompiledPolicy(policy.name(), version, policy.hash());
    }

    public String name() {
        return name;
    }

    /** From 1. */
    public int version() {
        return version;
    }

    /** SHA-256 of the policy's source, lower-case hex. */
    public String hash() {
        return hash;
    }
}
