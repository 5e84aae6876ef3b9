package io.weir.policy.detect;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The entities that need no pattern. Their detectors come first in every {@link DetectorSet}, in this order. */
public enum BuiltIn {
    EMAIL,
    CREDIT_CARD,
    IBAN;

    /** Their names, for messages. */
    public static final List<String> NAMES =
            Arrays.stream(values()).map(BuiltIn::name).toList();

    /** By its name, as a policy spells it. */
    public static Optional<BuiltIn> named(String name) {
        return Arrays.stream(values()).filter(e -> e.name().equals(name)).findFirst();
    }

    long bit() {
        return 1L << ordinal();
    }
}
