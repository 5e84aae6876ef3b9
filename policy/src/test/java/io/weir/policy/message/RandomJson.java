/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.message;

import java.util.List;
import java.util.Random;

/** Random JSON text in which entities, escapes and odd characters are frequent. */
final class RandomJson {

    private static final List<String> PIECES = List.of(
            "ann@example.org",
            "ann\\u0040example.org",
            "4111 1111 1111 1111",
            "4111111111111111",
            "DE89370400440532013000",
            "CUST-123",
            "CUST-\\u0031\\u0032\\u0033",
            "\\n",
            "\\\\",
            "\\\"",
            "\\/",
            "\\ud83d\\ude00",
            "\\ud800",
            "é",
            "😀",
            " ",
            "@",
            "-",
            "[EMAIL]",
            "e",
            "word",
            "42",
            "%40",
            "RGVhciBhbm5AZXhhbXBsZS5vcmc=");

    private static final List<String> NUMBERS = List.of(
            "0", "-1", "1.50", "1e5", "4111111111111111", "4.111111111111111e15", "-0.0", "123456789012345678901");

    private static final List<String> NAMES = List.of("a", "text", "data", "blob", "_meta", "content", "taskId");

    private final Random random;

    RandomJson(Random random) {
        this.random = random;
    }

    String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 7 : 5)) {
            case 0, 1, 2 -> string();
            case 3 -> one(NUMBERS);
            case 4 -> one(List.of("true", "false", "null"));
            case 5 -> array(depth);
            default -> object(depth);
        };
    }

    private String string() {
        StringBuilder text = new StringBuilder("\"");
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(one(PIECES));
        }
        return text.append('"').toString();
    }

    private String array(int depth) {
        StringBuilder array = new StringBuilder("[");
        for (int i = random.nextInt(5); i > 0; i--) {
            array.append(value(depth - 1)).append(i > 1 ? " , " : "");
        }
        return array.append(']').toString();
    }

    /**
     * Names differ by a number in front, which stands apart so that it does not hide an entity. Half a surrogate pair
     * in a name is refused by the parser.
     */
    private String object(int depth) {
        StringBuilder object = new StringBuilder("{ ");
        for (int i = random.nextInt(5); i > 0; i--) {
            String name = random.nextBoolean()
                    ? "\"" + i + " " + string().substring(1).replace("\\ud800", "")
                    : "\"" + one(NAMES) + i + "\"";
            object.append(name).append(":\t").append(value(depth - 1)).append(i > 1 ? ",\n" : "");
        }
        return object.append('}').toString();
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
