/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import io.weir.policy.detect.Detection;
import io.weir.policy.detect.Masking;
import io.weir.policy.message.Hit.Form;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Puts masked values in the place of those that were found; every other byte stays as it is. */
final class Splice {

    private Splice() {}

    /**
     * The payload with masked values and edited.
     *
     * @param edits come before what is found in the bytes that they replace
     */
    static byte[] masked(byte[] payload, List<Hit> hits, long active, Detection detection, List<Edit> edits) {
        List<Hit> concerned = new ArrayList<>(hits);
        concerned.removeIf(hit -> !hit.concerns(active));
        if (concerned.isEmpty() && edits.isEmpty()) {
            return payload;
        }
        Map<Integer, String> names = MemberNames.masked(payload, concerned, active, detection);
        List<Edit> all = new ArrayList<>(edits);
        for (Hit hit : concerned) {
            all.add(new Edit(hit.start(), hit.end(), replacement(hit, names, active, detection)));
        }
        all.sort(Comparator.comparingInt(Edit::start));
        return apply(payload, all);
    }

    /** A string that is base64 and looks like an entity as well has two edits: what is hidden in it comes first. */
    private static byte[] apply(byte[] payload, List<Edit> edits) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 64);
        int copied = 0;
        for (Edit edit : edits) {
            if (edit.start() >= copied) {
                out.write(payload, copied, edit.start() - copied);
                out.writeBytes(edit.replacement());
                copied = edit.end();
            }
        }
        out.write(payload, copied, payload.length - copied);
        return out.toByteArray();
    }

    private static byte[] replacement(Hit hit, Map<Integer, String> names, long active, Detection detection) {
        if (hit.form() == Form.NUMBER) {
            return new byte[] {'0'};
        }
        String masked = masked(hit, names, active, detection);
        if (hit.form() == Form.BASE64) {
            return ('"' + Base64Text.encode(masked) + '"').getBytes(StandardCharsets.US_ASCII);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(masked.length() + 16);
        JsonText.write(masked, out);
        return out.toByteArray();
    }

    private static String masked(Hit hit, Map<Integer, String> names, long active, Detection detection) {
        return switch (hit.form()) {
            case NAME -> names.get(hit.start());
            case JSON -> EmbeddedJson.mask(hit.text(), active, detection);
            default -> Masking.mask(hit.text(), hit.matches(), active, detection);
        };
    }
}
