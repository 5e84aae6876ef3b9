/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kinds of values that several resources have. Each reads a key, tells what is wrong, and falls back to a default. */
final class Values {

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,63}");
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Duration DEFAULT_IDLE = Duration.ofMinutes(10);
    private static final int MAX_MESSAGE_CHARS = 500;

    private Values() {}

    /** A required name; empty if there is a problem. */
    static String name(YamlObject object) {
        object.require("name");
        Optional<String> name = object.string("name");
        if (name.isPresent() && !isName(name.get())) {
            object.problem("name", "must be 1 to 63 of a-z, 0-9 and -");
        }
        return name.orElse("");
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** A duration between two others, both inclusive. */
    static Duration duration(YamlObject object, String key, Duration otherwise, Duration min, Duration max) {
        Optional<String> text = object.string(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        Optional<Duration> duration = parse(text.get());
        if (duration.isEmpty()
                || duration.get().compareTo(min) < 0
                || duration.get().compareTo(max) > 0) {
            object.problem(
                    key, "must be a duration from " + text(min) + " to " + text(max) + ", such as 90s, 15m, 4h or 2d");
            return otherwise;
        }
        return duration.get();
    }

    /** How long a session that lives in one process may be silent. */
    static Duration idleTimeout(YamlObject object) {
        return duration(object, "idleTimeout", DEFAULT_IDLE, Duration.ofSeconds(1), Duration.ofDays(7));
    }

    private static Optional<Duration> parse(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                });
    }

    private static String text(Duration duration) {
        if (duration.toDaysPart() > 1) {
            return duration.toDays() + "d";
        }
        return duration.toSeconds() % 3600 == 0 ? duration.toHours() + "h" : duration.toSeconds() + "s";
    }

    /** A message for people; empty by default. */
    static String message(YamlObject object) {
        String message = object.string("message").orElse("");
        if (message.length() > MAX_MESSAGE_CHARS) {
            object.problem("message", "must have at most " + MAX_MESSAGE_CHARS + " characters");
        }
        return message;
    }

    /** A non-empty list of non-blank texts, each once. */
    static List<String> groups(YamlObject object, String key) {
        object.require(key);
        List<String> groups = object.strings(key);
        if (object.has(key) && (groups.isEmpty() || groups.stream().anyMatch(String::isBlank))) {
            object.problem(key, "must name at least one group");
        }
        return groups.stream().distinct().toList();
    }

    /** One of the constants of an enum, in lower case. */
    static <E extends Enum<E>> E choice(YamlObject object, String key, E otherwise) {
        Optional<String> text = object.string(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        Optional<E> choice = constant(otherwise.getDeclaringClass(), text.get());
        if (choice.isEmpty()) {
            object.problem(key, "must be one of " + choices(otherwise.getDeclaringClass()));
        }
        return choice.orElse(otherwise);
    }

    static <E extends Enum<E>> Optional<E> constant(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    static <E extends Enum<E>> String choices(Class<E> type) {
        return String.join(
                ", ",
                List.of(type.getEnumConstants()).stream()
                        .map(c -> c.name().toLowerCase(Locale.ROOT))
                        .toList());
    }
}
