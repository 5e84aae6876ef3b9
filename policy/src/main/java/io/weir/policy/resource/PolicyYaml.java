/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import io.weir.policy.detect.BuiltIn;
import io.weir.policy.detect.DetectorSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a policy. */
final class PolicyYaml {

    private static final int MAX_RULES = 500;

    private PolicyYaml() {}

    static PolicyResource read(YamlObject yaml, ProblemLog log, String source, String hash) {
        String name = Values.name(yaml);
        DefaultAction defaultAction = Values.choice(yaml, "default", DefaultAction.ALLOW);
        yaml.require("rules");
        List<Rule> rules = rules(yaml.objects("rules"), log);
        PolicyResource policy = new PolicyResource(name, defaultAction, rules, source, hash);
        if (rules.size() > MAX_RULES) {
            yaml.problem("rules", "must be at most " + MAX_RULES);
        }
        int patterns = DetectorSet.MAX_DETECTORS - BuiltIn.NAMES.size();
        if (policy.patterns().size() > patterns) {
            yaml.problem("rules", "have more than " + patterns + " different patterns");
        }
        yaml.refuseOthers();
        return policy;
    }

    private static List<Rule> rules(List<YamlObject> objects, ProblemLog log) {
        List<Rule> rules = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlObject object : objects) {
            Rule rule = RuleYaml.read(object, log);
            if (!rule.name().isEmpty() && !names.add(rule.name())) {
                object.problem("name", "another rule of this policy has this name");
            }
            rules.add(rule);
        }
        return rules;
    }
}
