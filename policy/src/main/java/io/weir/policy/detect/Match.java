/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

/**
 * Where a detector found its entity in a text.
 *
 * @param start index of the first char
 * @param end index after the last char; greater than start
 * @param detector index of the detector in its {@link DetectorSet}
 */
public record Match(int start, int end, int detector) {

    /** The bit that stands for the detector in a set of detectors. */
    public long bit() {
        return 1L << detector;
    }
}
