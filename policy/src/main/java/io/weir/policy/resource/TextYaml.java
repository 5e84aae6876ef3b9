/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.weir.policy.detect.BuiltIn;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what a rule masks, or blocks on. */
final class TextYaml {

    private static final java.util.regex.Pattern ENTITY = java.util.regex.Pattern.compile("[A-Z][A-Z0-9_]{0,31}");
    private static final int MAX_REGEX_CHARS = 1_000;
    private static final int MAX_REGEX_PROGRAM = 5_000;

    private TextYaml() {}

    static Action.Mask mask(YamlObject yaml) {
        Set<String> entities = entities(yaml);
        List<EntityPattern> patterns = patterns(yaml);
        if (yaml.has("patterns") ? patterns.isEmpty() : entities.isEmpty()) {
            yaml.problem("entities", "at least one entity or pattern is needed");
        }
        return new Action.Mask(entities, patterns, scopes(yaml, EnumSet.of(MaskScope.RESPONSES)));
    }

    /** Without entities and patterns it blocks whatever is in a message. */
    static Action.Block block(YamlObject yaml) {
        String message = Values.message(yaml);
        Set<String> entities = entities(yaml);
        List<EntityPattern> patterns = patterns(yaml);
        Set<MaskScope> scopes = scopes(yaml, EnumSet.allOf(MaskScope.class));
        if (!entities.isEmpty() || !patterns.isEmpty()) {
            return new Action.Block(message, entities, patterns, scopes);
        }
        // An empty list must not turn it into a rule that blocks everything.
        for (String key : List.of("entities", "patterns", "in")) {
            if (yaml.has(key)) {
                yaml.problem(key, "needs at least one entity or pattern");
            }
        }
        return new Action.Block(message);
    }

    private static Set<String> entities(YamlObject yaml) {
        Set<String> entities = new HashSet<>(yaml.strings("entities"));
        if (!BuiltIn.NAMES.containsAll(entities)) {
            yaml.problem("entities", "may be " + String.join(", ", BuiltIn.NAMES) + "; for others there are patterns");
        }
        return entities;
    }

    private static List<EntityPattern> patterns(YamlObject yaml) {
        return yaml.objects("patterns").stream().map(TextYaml::pattern).toList();
    }

    private static EntityPattern pattern(YamlObject yaml) {
        yaml.require("entity");
        yaml.require("regex");
        Optional<String> entity = yaml.string("entity");
        if (entity.isPresent() && !ENTITY.matcher(entity.get()).matches()) {
            yaml.problem("entity", "must be 1 to 32 of A-Z, 0-9 and _, and start with a letter");
        }
        if (entity.isPresent() && BuiltIn.NAMES.contains(entity.get())) {
            yaml.problem("entity", "is built in; choose another name");
        }
        Optional<String> regex = yaml.string("regex");
        regex.flatMap(TextYaml::problem).ifPresent(message -> yaml.problem("regex", message));
        yaml.refuseOthers();
        return new EntityPattern(entity.orElse(""), regex.orElse(""));
    }

    private static Optional<String> problem(String regex) {
        if (regex.length() > MAX_REGEX_CHARS) {
            return Optional.of("must have at most " + MAX_REGEX_CHARS + " characters");
        }
        try {
            Pattern pattern = Pattern.compile(regex);
            if (pattern.programSize() > MAX_REGEX_PROGRAM) {
                return Optional.of("is too large once its repetitions are written out");
            }
            return pattern.matcher("").find() ? Optional.of("must not match the empty text") : Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("is no regular expression that RE2 knows: " + e.getDescription());
        }
    }

    private static Set<MaskScope> scopes(YamlObject yaml, Set<MaskScope> otherwise) {
        Set<MaskScope> scopes = EnumSet.noneOf(MaskScope.class);
        List<String> texts = yaml.strings("in");
        for (String text : texts) {
            Optional<MaskScope> scope = Values.constant(MaskScope.class, text);
            if (scope.isEmpty()) {
                yaml.problem("in", "may hold " + Values.choices(MaskScope.class));
            }
            scope.ifPresent(scopes::add);
        }
        if (yaml.has("in") && texts.isEmpty()) {
            yaml.problem("in", "must hold at least one of " + Values.choices(MaskScope.class));
        }
        return yaml.has("in") ? scopes : otherwise;
    }
}
