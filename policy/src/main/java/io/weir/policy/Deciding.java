/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import static io.weir.events.MessageKind.CLAIM;
import static io.weir.events.MessageKind.NOTIFICATION;
import static io.weir.events.MessageKind.REQUEST;
import static io.weir.events.MessageKind.RESPONSE;

import io.weir.events.Direction;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.policy.condition.Facts;
import io.weir.policy.detect.Detection;
import io.weir.policy.detect.Masking;
import io.weir.policy.message.ChatMethods;
import io.weir.policy.message.MalformedMessageException;
import io.weir.policy.message.MessageReader;
import io.weir.policy.message.Methods;
import io.weir.policy.message.ReadMessage;
import io.weir.policy.message.Shape;
import io.weir.policy.resource.Action;
import io.weir.policy.resource.DefaultAction;
import io.weir.policy.resource.Target;
import io.weir.policy.resource.UnknownMethods;
import java.util.List;
import java.util.Map;

/**
 * One decision, step by step: read the message, evaluate the rules for its connection, and settle what becomes of it.
 */
final class Deciding {

    /** Items of a list times rules; each takes a few microseconds. */
    private static final long MAX_QUESTIONS = 200_000;

    private final CompiledPolicy policy;
    private final GovernedMessage message;
    private final Detection detection;
    private final List<CompiledRule> rules;
    private final long allDetectors;
    private final boolean keepsParams;
    private final boolean partial;
    private ReadMessage read;
    private RuleOutcomes outcomes;

    Deciding(CompiledPolicy policy, GovernedMessage message) {
        this.policy = policy;
        this.message = message;
        this.detection = policy.detectors().detection();
        this.rules = policy.rulesFor(message.connection().name());
        long detectors = 0;
        boolean keeps = false;
        for (CompiledRule rule : rules) {
            detectors |= rule.detectors();
            keeps |= rule.isOnText() && rule.readsParams();
        }
        this.allDetectors = detectors;
        this.keepsParams = keeps;
        this.partial = PartialAnswer.is(message);
    }

    Decision decide() throws MalformedMessageException {
        boolean wantParams = !isAnswer() && rules.stream().anyMatch(CompiledRule::readsParams);
        read = MessageReader.read(message.payload(), vocabulary(), detection, allDetectors, wantParams);
        requireAsAnnounced();
        outcomes = new RuleOutcomes(read, detection, message.direction());
        evaluateRules();
        return settle();
    }

    /** The method whose tables say what the message holds; empty where the connection's kind does not have it. */
    private String vocabulary() {
        return ChatMethods.isOne(message.method()) && !isLlm() ? "" : message.method();
    }

    private boolean isLlm() {
        return message.connection().target() instanceof Target.Llm;
    }

    /** True for a response, and for a part of one. */
    private boolean isAnswer() {
        return message.kind() == RESPONSE || partial;
    }

    /** The policy decides on what the body says; what was read off it before must not say otherwise. */
    private void requireAsAnnounced() throws MalformedMessageException {
        MessageKind expected = message.kind() == CLAIM ? REQUEST : message.kind();
        if (read.kind() != expected) {
            throw new MalformedMessageException("the message is not a " + expected, read.id());
        }
        if (expected != RESPONSE && !read.method().equals(message.method())) {
            throw new MalformedMessageException("the message's method is not the one that was announced", read.id());
        }
    }

    private void evaluateRules() throws MalformedMessageException {
        boolean paramsLost = isAnswer() && message.context() == null;
        Facts facts = facts();
        Facts task = Methods.carriesTaskResult(message.method())
                ? Facts.ofTask(message.principal(), message.connection(), message.direction())
                : null;
        Visibility visibility = mayHide() && !isTooLong() ? new Visibility(policy, message, read, detection) : null;
        for (CompiledRule rule : rules) {
            if (rule.isOnText()) {
                outcomes.evaluate(rule, paramsLost && rule.readsParams() ? null : facts, task);
            } else if (isClientCall()) {
                outcomes.evaluate(rule, facts, null);
            }
            if (visibility != null) {
                outcomes.hide(rule.name(), visibility.hiddenBy(rule));
            }
        }
        if (visibility != null) {
            outcomes.hide("", visibility.hiddenByDefault());
        }
    }

    /** True if this lists what the caller may ask for, and the policy may have something against some of it. */
    private boolean mayHide() {
        return isServersAnswer()
                && read.list() != null
                && !read.items().isEmpty()
                && (policy.defaultAction() == DefaultAction.BLOCK
                        || rules.stream().anyMatch(rule -> rule.action() instanceof Action.OnText));
    }

    /** An upstream must not keep the thread that decides by a list that takes seconds to ask about. */
    private boolean isTooLong() {
        return (long) read.items().size() * rules.size() > MAX_QUESTIONS;
    }

    private boolean isServersAnswer() {
        return message.kind() == RESPONSE && message.direction() == Direction.SERVER_TO_CLIENT;
    }

    private Facts facts() throws MalformedMessageException {
        Map<String, Object> params = read.params();
        if (isAnswer() && message.context() != null && keepsParams) {
            params = MessageReader.readParams(message.context());
        }
        String name = message.kind() == RESPONSE ? message.name() : read.name();
        String tool = message.method().equals(Methods.TOOLS_CALL) ? name : "";
        String method = partial ? ChatMethods.COMPLETIONS : message.method();
        return new Facts(
                message.principal(),
                message.connection(),
                message.direction(),
                method,
                tool,
                message.changedTools(),
                params);
    }

    /** A client's request or notification: what block, hold and allow rules are about. */
    private boolean isClientCall() {
        return message.kind() != RESPONSE && message.direction() == Direction.CLIENT_TO_SERVER;
    }

    private Decision settle() {
        if (isUnknownMethod()) {
            return unknownMethod("this connection does not allow methods that MCP does not define");
        }
        if (outcomes.block() != null) {
            return block(outcomes.block().name(), outcomes.blockReason());
        }
        if (read.breaks(outcomes.maskOnTheWay(), message.kind() == RESPONSE ? message.name() : null)) {
            String what = isClientCall() ? "that is asked for" : "that must stay as it is";
            return block("", "a name or URI " + what + " holds what the policy masks");
        }
        if (mayHide() && isTooLong()) {
            return block("", "the list has more items than the policy's rules can be asked about");
        }
        if (outcomes.hold() != null) {
            return hold();
        }
        if (isClientCall() && policy.defaultAction() == DefaultAction.BLOCK && !outcomes.allowed()) {
            return block("", "no rule allows it");
        }
        return forward();
    }

    private boolean isUnknownMethod() {
        if (message.kind() == RESPONSE || message.connection().unknownMethods() == UnknownMethods.ALLOW) {
            return false;
        }
        if (isLlm()
                && (message.kind() == NOTIFICATION
                        ? ChatMethods.isKnownNotification(message.method(), message.direction())
                        : ChatMethods.isKnownRequest(message.method(), message.direction()))) {
            return false;
        }
        return message.kind() == NOTIFICATION
                ? !Methods.isKnownNotification(message.method(), message.direction())
                : !Methods.isKnownRequest(message.method(), message.direction());
    }

    private Decision block(String rule, String reason) {
        return block(Answers.blocked(policy, message, read.id(), rule, reason, read.isModern()), reason);
    }

    private Decision unknownMethod(String reason) {
        return block(Answers.unknownMethod(policy, message, read.id(), reason), reason);
    }

    private Decision block(byte[] answer, String reason) {
        byte[] record = isUnseen() ? PartialAnswer.UNSEEN : masked(recordMask());
        return decision(Outcome.BLOCK, answer, record, null, reason, null, null, null);
    }

    private Decision hold() {
        Action.Hold action = (Action.Hold) outcomes.hold().action();
        if (message.kind() == NOTIFICATION) {
            return block(outcomes.hold().name(), "a notification cannot wait for an approval");
        }
        String digest;
        try {
            digest = RequestDigest.of(policy, message, read.name(), read.rawParams());
        } catch (IllegalArgumentException e) {
            return block(
                    outcomes.hold().name(),
                    "an approval cannot be bound to exactly this request: it has a number"
                            + " that is not exact in double precision, or half a surrogate pair");
        }
        HoldTerms terms = new HoldTerms(
                outcomes.hold().name(),
                action.approvers(),
                action.quorum(),
                action.decideWithin(),
                action.executeWithin(),
                action.message());
        byte[] held = masked(outcomes.maskOnTheWay());
        return decision(Outcome.HOLD, null, masked(recordMask()), context(), action.message(), terms, digest, held);
    }

    private Decision forward() {
        Shape shape = isServersAnswer() ? shape() : Shape.NONE;
        byte[] forwarded = read.masked(outcomes.maskOnTheWay(), detection, shape);
        boolean same = recordMask() == outcomes.maskOnTheWay() || !read.concerns(recordMask());
        byte[] record = same ? null : read.masked(recordMask(), detection, shape);
        return decision(
                Outcome.FORWARD,
                offered(forwarded),
                isUnseen() ? PartialAnswer.UNSEEN : offered(record),
                context(),
                "",
                null,
                null,
                null);
    }

    /** What is forwarded or recorded, with the tasks that a client can have its held calls wait as. */
    private byte[] offered(byte[] json) {
        boolean introduces = message.method().equals(Methods.INITIALIZE);
        boolean lists = message.method().equals(Methods.TOOLS_LIST) && message.gatewayTasks();
        if (json == null || !(introduces || lists) || !isServersAnswer() || !mayHoldCalls()) {
            return json;
        }
        return introduces ? OfferedTasks.announced(json) : OfferedTasks.listed(json);
    }

    /** Beside an agent, calls wait otherwise: it acts on verdicts itself. */
    private boolean mayHoldCalls() {
        return !(message.connection().target() instanceof Target.Stdio)
                && rules.stream().anyMatch(rule -> rule.action() instanceof Action.Hold);
    }

    /** A pattern may match over the end of a part, which can neither be shown nor recorded then. */
    private boolean isUnseen() {
        return partial && policy.detectors().hasPatterns(allDetectors);
    }

    /** What another caller would get may differ, so caches must not share it (MCP 2026-07-28, caching). */
    private Shape shape() {
        boolean onlyForCaller = read.isCachedForAll()
                && (policy.defaultAction() == DefaultAction.BLOCK
                        || rules.stream().anyMatch(CompiledRule::shapesResults));
        return new Shape(outcomes.hidden(), onlyForCaller);
    }

    private byte[] context() {
        if (partial) {
            return isUnseen() ? null : PartialAnswer.exactContext();
        }
        return keepsParams && (message.kind() == REQUEST || message.kind() == CLAIM) ? read.rawParams() : null;
    }

    private long recordMask() {
        return outcomes.maskInTheRecord(allDetectors);
    }

    private byte[] masked(long detectors) {
        return read.masked(detectors, detection);
    }

    private Decision decision(
            Outcome outcome,
            byte[] payload,
            byte[] record,
            byte[] context,
            String reason,
            HoldTerms hold,
            String digest,
            byte[] held) {
        return new Decision(
                outcome,
                payload,
                record,
                context,
                outcomes.fired(),
                outcomes.findings(),
                reason,
                hold,
                digest,
                held,
                recordName());
    }

    private String recordName() {
        long mask = recordMask();
        if (mask == 0 || message.name().isEmpty()) {
            return message.name();
        }
        return Masking.mask(message.name(), detection.find(message.name(), mask), mask, detection);
    }
}
