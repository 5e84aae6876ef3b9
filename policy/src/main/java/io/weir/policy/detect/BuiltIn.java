/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The entities that need no pattern. Their detectors come first in every {@link DetectorSet}, in this order. */
public enum BuiltIn {
    EMAIL(0),
    CREDIT_CARD(1),
    IBAN(2);

    /** Their names, for messages. */
    public static final List<String> NAMES =
            Arrays.stream(values()).map(BuiltIn::name).toList();

    private final int detector;

    BuiltIn(int detector) {
        this.detector = detector;
    }

    /** By its name, as a policy spells it. */
    public static Optional<BuiltIn> named(String name) {
        return Arrays.stream(values()).filter(e -> e.name().equals(name)).findFirst();
    }

    /** Index of its detector. */
    int detector() {
        return detector;
    }

    /** The bit that stands for its detector in a set of detectors. */
    public long bit() {
        return 1L << detector;
    }
}
