/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import io.weir.policy.detect.Detection;
import io.weir.policy.detect.Masking;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts masked values in the place of those that were found; every other byte stays as it is. */
final class Splice {

    private Splice() {}

    static byte[] masked(byte[] payload, List<Hit> hits, long active, Detection detection) {
        List<Hit> concerned = new ArrayList<>(hits);
        concerned.removeIf(hit -> !hit.concerns(active));
        if (concerned.isEmpty()) {
            return payload;
        }
        Map<Integer, String> names = MemberNames.masked(payload, concerned, active, detection);
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 64);
        int copied = 0;
        for (Hit hit : withoutRepeats(concerned)) {
            out.write(payload, copied, hit.start() - copied);
            write(hit, names, active, detection, out);
            copied = hit.end();
        }
        out.write(payload, copied, payload.length - copied);
        return out.toByteArray();
    }

    /** A string that is base64 and looks like an entity as well has two hits: what is hidden in it comes first. */
    private static List<Hit> withoutRepeats(List<Hit> hits) {
        List<Hit> once = new ArrayList<>();
        int end = 0;
        for (Hit hit : hits) {
            if (hit.start() >= end) {
                once.add(hit);
                end = hit.end();
            }
        }
        return once;
    }

    private static void write(
            Hit hit, Map<Integer, String> names, long active, Detection detection, ByteArrayOutputStream out) {
        switch (hit.form()) {
            case NUMBER -> out.write('0');
            case NAME -> JsonText.write(names.get(hit.start()), out);
            case STRING -> JsonText.write(Masking.mask(hit.text(), hit.matches(), active, detection), out);
            case BASE64 -> {
                String masked = Masking.mask(hit.text(), hit.matches(), active, detection);
                String encoded = Base64Text.encode(masked);
                out.writeBytes(('"' + encoded + '"').getBytes(StandardCharsets.US_ASCII));
            }
        }
    }
}
