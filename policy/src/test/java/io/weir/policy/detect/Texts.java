/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

import java.util.List;

/** Shorthand for detector tests. */
final class Texts {

    private static final Detection BUILT_INS = DetectorSet.of(List.of()).detection();

    private Texts() {}

    static String mask(String text, BuiltIn... entities) {
        long wanted = 0;
        for (BuiltIn entity : entities) {
            wanted |= entity.bit();
        }
        return Masking.mask(text, BUILT_INS.find(text, wanted), wanted, BUILT_INS);
    }
}
