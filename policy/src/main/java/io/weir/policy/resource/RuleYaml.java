/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import io.weir.policy.condition.Condition;
import io.weir.policy.condition.InvalidConditionException;
import io.weir.policy.condition.InvalidConditionException.Issue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads a rule. */
final class RuleYaml {

    private static final List<String> ACTIONS = List.of("allow", "block", "hold", "mask");
    private static final int MAX_QUORUM = 20;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private RuleYaml() {}

    static Rule read(YamlObject yaml, ProblemLog log) {
        String name = Values.name(yaml);
        List<String> connections = yaml.strings("connections");
        if (yaml.has("connections")
                && (connections.isEmpty() || !connections.stream().allMatch(Values::isName))) {
            yaml.problem("connections", "must be names of connections; leave it out for all");
        }
        Optional<String> when = when(yaml, log);
        Action action = action(yaml);
        yaml.refuseOthers();
        return new Rule(name, connections, when, action);
    }

    private static Optional<String> when(YamlObject yaml, ProblemLog log) {
        Node node = yaml.has("when") ? yaml.peek("when") : null;
        Optional<String> when = yaml.string("when");
        when.ifPresent(expression -> {
            try {
                Condition.compile(expression);
            } catch (InvalidConditionException e) {
                e.issues().forEach(issue -> locate(log, node, yaml.path("when"), issue));
            }
        });
        return when;
    }

    /** Exactly where it is, as far as the style of the YAML text lets one tell. */
    private static void locate(ProblemLog log, Node node, String path, Issue issue) {
        ScalarStyle style = ((ScalarNode) node).getScalarStyle();
        int lines = node.getEndMark().getLine() - node.getStartMark().getLine();
        if (style == ScalarStyle.LITERAL) {
            log.addWithin(node, issue.line(), 0, path, issue.message());
        } else if (style == ScalarStyle.PLAIN && lines == 0) {
            log.addWithin(node, 0, issue.column() - 1, path, issue.message());
        } else {
            log.add(node, path, issue.message() + " (at character " + issue.column() + ")");
        }
    }

    /** A problem leaves an action behind that is never used: the resource is dropped. */
    private static Action action(YamlObject yaml) {
        List<String> present = ACTIONS.stream().filter(yaml::has).toList();
        if (present.size() != 1) {
            yaml.problem(
                    present.isEmpty() ? "name" : present.get(1),
                    "a rule has exactly one of " + String.join(", ", ACTIONS));
        }
        Action action = new Action.Allow();
        for (String key : ACTIONS) {
            Optional<Action> read = yaml.object(key).map(body -> action(key, body));
            action = read.orElse(action);
        }
        return action;
    }

    private static Action action(String key, YamlObject body) {
        Action action = switch (key) {
            case "allow" -> new Action.Allow();
            case "block" -> TextYaml.block(body);
            case "hold" -> hold(body);
            default -> TextYaml.mask(body);
        };
        body.refuseOthers();
        return action;
    }

    private static Action hold(YamlObject body) {
        List<String> approvers = Values.groups(body, "approvers");
        int quorum = body.integer("quorum").orElse(1);
        if (quorum < 1 || quorum > MAX_QUORUM) {
            body.problem("quorum", "must be from 1 to " + MAX_QUORUM);
        }
        Duration decide = Values.duration(body, "decideWithin", Duration.ofHours(4), SECOND, Duration.ofDays(30));
        Duration execute = Values.duration(body, "executeWithin", Duration.ofMinutes(15), SECOND, Duration.ofDays(7));
        return new Action.Hold(approvers, quorum, decide, execute, Values.message(body));
    }
}
