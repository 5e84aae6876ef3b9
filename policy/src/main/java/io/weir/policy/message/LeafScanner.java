/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.weir.policy.detect.Detection;
import io.weir.policy.detect.Masking;
import io.weir.policy.detect.Match;
import io.weir.policy.message.Hit.Form;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Looks at every string, number and name of a message for entities. */
final class LeafScanner {

    /** No built-in entity is shorter: {@code a@b.cd}. */
    private static final int MIN_TEXT_CHARS = 6;
    /** A long base64 text of something binary is not looked at as it stands: chance would find things in it. */
    private static final int MAX_RAW_BASE64_CHARS = 256;
    /** No built-in entity is longer, as a number. */
    private static final int MAX_NUMBER_DIGITS = 40;

    private final byte[] payload;
    private final Detection detection;
    private final long wanted;
    private final int minChars;
    private List<Hit> hits = List.of();
    private boolean sorted = true;

    LeafScanner(byte[] payload, Detection detection, long wanted) {
        this.payload = payload;
        this.detection = detection;
        this.wanted = wanted;
        this.minChars = detection.detectors().hasPatterns(wanted) ? 1 : MIN_TEXT_CHARS;
    }

    /** In the order of the message. */
    List<Hit> hits() {
        if (!sorted) {
            hits.sort(Comparator.comparingInt(Hit::start));
        }
        return hits;
    }

    /** Looks at the name of the level's current member. */
    void name(JsonParser parser, Level level) {
        String name = level.member();
        if (wanted == 0 || name.length() < minChars || level.ofName() == Treatment.IDENTIFIER) {
            return;
        }
        List<Match> matches = detection.find(name, wanted);
        if (!matches.isEmpty()) {
            level.maskedName(Masking.mask(name, matches, wanted, detection));
            int start = startOf(parser);
            int end = JsonText.endOfString(payload, start);
            add(Form.NAME, level, start, end, name, matches, level.ofName());
        }
    }

    /** Looks at the parser's current value. */
    void scalar(JsonParser parser, JsonToken token, Level level) throws IOException {
        if (wanted == 0) {
            return;
        }
        Treatment treatment = level.ofValue();
        if (treatment == Treatment.IDENTIFIER) {
            return;
        }
        if (token == JsonToken.VALUE_STRING) {
            if (treatment == Treatment.EMBEDDED_JSON && embedded(parser, level)) {
                return;
            }
            if (treatment != Treatment.WORD || !isWord(parser, level)) {
                string(parser, level);
            }
        } else if (token.isNumeric() && treatment != Treatment.WORD) {
            number(parser, level);
        }
    }

    /** Returns false if the string is no JSON, so that it is to be looked at as text. */
    private boolean embedded(JsonParser parser, Level level) throws IOException {
        String text = parser.getText();
        List<Match> matches = EmbeddedJson.find(text, detection, wanted);
        if (matches != null && !matches.isEmpty()) {
            addString(Form.JSON, parser, level, text, matches);
        }
        return matches != null;
    }

    private boolean isWord(JsonParser parser, Level level) throws IOException {
        if (parser.getTextLength() < minChars) {
            return true;
        }
        String text = parser.getText();
        if (level.member().equals("type") && Words.isToolBlock(text)) {
            level.isToolBlock();
        }
        return Words.isWord(text);
    }

    /** An object was read to its end: now it is known what its ids are. */
    void end(Level level) {
        for (Hit hit : level.decided()) {
            add(hit);
            sorted = false;
        }
    }

    private void string(JsonParser parser, Level level) throws IOException {
        int length = parser.getTextLength();
        if (length < minChars) {
            return;
        }
        if (level.member().equals("blob") || level.member().equals("data")) {
            if (base64(parser, level) && length > MAX_RAW_BASE64_CHARS) {
                return;
            }
        }
        List<Match> matches = detection.find(parser.getTextCharacters(), parser.getTextOffset(), length, wanted);
        if (!matches.isEmpty()) {
            addString(Form.STRING, parser, level, parser.getText(), matches);
        }
    }

    /** Returns true if the string is base64, and not just something that a lenient reader may take for it. */
    private boolean base64(JsonParser parser, Level level) throws IOException {
        char[] chars = parser.getTextCharacters();
        byte[] decoded = Base64Text.decode(chars, parser.getTextOffset(), parser.getTextLength());
        boolean strict = decoded != null;
        if (!strict) {
            decoded = Base64Text.decodeLeniently(chars, parser.getTextOffset(), parser.getTextLength());
        }
        String text = decoded == null ? null : Base64Text.asText(decoded);
        if (text != null) {
            List<Match> matches = detection.find(text, wanted);
            if (!matches.isEmpty()) {
                addString(Form.BASE64, parser, level, text, matches);
            }
        }
        return strict;
    }

    private void addString(Form form, JsonParser parser, Level level, String text, List<Match> matches) {
        int start = startOf(parser);
        add(form, level, start, JsonText.endOfString(payload, start), text, matches, level.ofValue());
    }

    /** Looks at a number as it is written, and as its digits: 4.2e15 is 4200000000000000. */
    private void number(JsonParser parser, Level level) throws IOException {
        String literal = parser.getText();
        if (literal.length() < minChars) {
            return;
        }
        List<Match> matches = detection.find(literal, wanted);
        if (matches.isEmpty() && !isPlainInteger(literal)) {
            String digits = integerDigits(literal);
            matches = digits == null ? List.of() : detection.find(digits, wanted);
        }
        if (!matches.isEmpty()) {
            int start = startOf(parser);
            add(Form.NUMBER, level, start, start + literal.length(), literal, matches, level.ofValue());
        }
    }

    private static boolean isPlainInteger(String literal) {
        return literal.indexOf('.') < 0 && literal.indexOf('e') < 0 && literal.indexOf('E') < 0;
    }

    /** The digits of a number that has an integer value; null if it has none, or too many digits. */
    private static String integerDigits(String literal) {
        BigDecimal value;
        try {
            value = new BigDecimal(literal).stripTrailingZeros();
        } catch (ArithmeticException | NumberFormatException e) {
            // An exponent beyond what BigDecimal holds: no entity has that many digits.
            return null;
        }
        boolean small = value.scale() <= 0 && (long) value.precision() - value.scale() <= MAX_NUMBER_DIGITS;
        return small ? value.toPlainString() : null;
    }

    private void add(
            Form form, Level level, int start, int end, String text, List<Match> matches, Treatment treatment) {
        boolean breaks = treatment == Treatment.BREAKS_MESSAGE || treatment == Treatment.BREAKS_ITEM;
        int item = treatment == Treatment.BREAKS_ITEM ? level.item() : -1;
        Treatment as = breaks ? treatment : Treatment.TEXT;
        Hit hit = new Hit(form, level.pointer(), start, end, text, matches, as, item);
        if (treatment == Treatment.TOOL_BLOCK_ID) {
            level.addUndecided(hit);
        } else {
            add(hit);
        }
    }

    private void add(Hit hit) {
        if (hits.isEmpty()) {
            hits = new ArrayList<>();
        }
        hits.add(hit);
    }

    private static int startOf(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }
}
