/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.virtual;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The session ids of all members in one text, which stands where another connection's session has the upstream's id. */
final class MemberTokens {
    private MemberTokens() {}

    /** @param tokens by connection; names have no {@code =}, and ids no space */
    static String write(Map<String, String> tokens) {
        return tokens.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }

    static Map<String, String> read(String text) {
        Map<String, String> tokens = new LinkedHashMap<>();
        for (String entry : text.split(" ", -1)) {
            int mark = entry.indexOf('=');
            if (mark > 0) {
                tokens.put(entry.substring(0, mark), entry.substring(mark + 1));
            }
        }
        return tokens;
    }
}
