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

/** Reads what a rule masks. */
final class MaskYaml {

    private static final java.util.regex.Pattern ENTITY = java.util.regex.Pattern.compile("[A-Z][A-Z0-9_]{0,31}");
    private static final int MAX_REGEX_CHARS = 1_000;
    private static final int MAX_REGEX_PROGRAM = 5_000;

    private MaskYaml() {}

    static Action.Mask read(YamlObject yaml) {
        Set<String> entities = new HashSet<>(yaml.strings("entities"));
        if (!BuiltIn.NAMES.containsAll(entities)) {
            yaml.problem("entities", "may be " + String.join(", ", BuiltIn.NAMES) + "; for others there are patterns");
        }
        List<EntityPattern> patterns =
                yaml.objects("patterns").stream().map(MaskYaml::pattern).toList();
        if (yaml.has("patterns") ? patterns.isEmpty() : entities.isEmpty()) {
            yaml.problem("entities", "at least one entity or pattern is needed");
        }
        return new Action.Mask(entities, patterns, scopes(yaml));
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
        regex.flatMap(MaskYaml::problem).ifPresent(message -> yaml.problem("regex", message));
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

    private static Set<MaskScope> scopes(YamlObject yaml) {
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
        return yaml.has("in") ? scopes : EnumSet.of(MaskScope.RESPONSES);
    }
}
