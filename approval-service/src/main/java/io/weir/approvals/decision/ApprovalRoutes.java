/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.decision;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.weir.approvals.body.StrictBody;
import io.weir.approvals.verdict.PendingVerdicts;
import io.weir.events.ApprovalAction;
import io.weir.events.ApprovalCommand;
import io.weir.events.ApprovalRecord;
import io.weir.events.ApprovalState;
import io.weir.events.ReplyTo;
import io.weir.model.Principal;
import io.weir.service.approval.ApprovalReader;
import io.weir.service.http.Async;
import io.weir.service.http.Bodies;
import io.weir.service.http.Json;
import io.weir.service.http.Problem;
import io.weir.service.http.ProblemException;
import io.weir.service.http.Router;
import io.weir.service.identity.Denial;
import io.weir.service.identity.DenialListener;
import io.weir.service.identity.Identity;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** {@code /api/approvals}: for authenticated people. */
public final class ApprovalRoutes {

    /** Where the routes are. */
    public static final String APPROVALS = "/api/approvals";

    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final DenialListener denials;
    private final Decisions decisions;
    private final People people;
    private final ApprovalView view;

    /**
     * The routes of one process.
     *
     * @param log writes to {@code weir.approval-decisions}
     * @param replyTo where the verdicts come back
     * @param denials hears of decisions that are refused before they get to enforcement
     */
    public ApprovalRoutes(
            ApprovalReader approvals,
            Function<ApprovalCommand, CompletionStage<Void>> log,
            PendingVerdicts verdicts,
            ReplyTo replyTo,
            Collection<String> adminGroups,
            DenialListener denials,
            Clock clock) {
        this.denials = denials;
        this.people = new People(adminGroups);
        this.view = new ApprovalView(people);
        this.decisions = new Decisions(approvals, log, verdicts, replyTo, new Refusals(people), clock);
    }

    /** Adds them. */
    public void addTo(Router router) {
        router.get(APPROVALS, this::list);
        router.get(APPROVALS + "/{id}", this::one);
        for (String action : List.of("approve", "reject", "revoke", "cancel")) {
            router.post(APPROVALS + "/{id}/" + action, decide(Decisions.action(action)));
        }
    }

    private void list(HttpServerExchange exchange) {
        Principal person = Identity.of(exchange);
        Set<ApprovalState> states = states(exchange);
        int limit = limit(exchange);
        Async.respond(exchange, decisions::all, (answered, all) -> {
            List<ApprovalView.Summary> visible = all.stream()
                    .filter(approval -> states.contains(approval.getState()))
                    .filter(approval -> people.maySee(person, approval))
                    .sorted(Comparator.comparing(ApprovalRecord::getRequestedAt).reversed())
                    .limit(limit + 1L)
                    .map(approval -> view.summary(person, approval))
                    .toList();
            boolean more = visible.size() > limit;
            Json.send(answered, 200, new ApprovalView.Page(more ? visible.subList(0, limit) : visible, more));
        });
    }

    private void one(HttpServerExchange exchange) {
        Principal person = Identity.of(exchange);
        String id = Router.parameter(exchange, "id");
        Async.respond(exchange, () -> decisions.find(id), (answered, found) -> {
            ApprovalRecord approval =
                    found.filter(known -> people.maySee(person, known)).orElseThrow(Refusals::noSuchApproval);
            Json.send(answered, 200, view.detail(person, approval));
        });
    }

    private HttpHandler decide(ApprovalAction action) {
        return exchange -> Bodies.receive(exchange, StrictBody.MAX_BYTES, (received, body) -> {
            Principal person = Identity.of(received);
            requireInPerson(received, person);
            String id = Router.parameter(received, "id");
            Decision decision = DecisionBody.read(received, action, body);
            Async.respond(
                    received,
                    () -> decisions.decide(person, id, decision),
                    (answered, after) -> Json.send(answered, 200, view.detail(person, after)));
        });
    }

    /** An agent that acts for an approver is no second person. */
    private void requireInPerson(HttpServerExchange exchange, Principal person) {
        if (person.onBehalfOf().isPresent()) {
            denials.denied(exchange, new Denial(403, "delegated", "A decision by delegation"));
            throw Refusals.delegated();
        }
    }

    private static Set<ApprovalState> states(HttpServerExchange exchange) {
        String wanted = Router.query(exchange, "state");
        if (wanted == null) {
            return EnumSet.allOf(ApprovalState.class);
        }
        try {
            return EnumSet.of(ApprovalState.valueOf(wanted.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.of(400, "state must be the state of an approval, such as pending."));
        }
    }

    private static int limit(HttpServerExchange exchange) {
        try {
            int limit = Optional.ofNullable(Router.query(exchange, "limit"))
                    .map(Integer::valueOf)
                    .orElse(DEFAULT_LIMIT);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw new ProblemException(Problem.of(400, "limit must be a number from 1 to " + MAX_LIMIT + "."));
    }
}
