/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.decision;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.util.RawValue;
import io.weir.events.ApprovalAction;
import io.weir.events.ApprovalRecord;
import io.weir.events.PrincipalRecord;
import io.weir.events.Vote;
import io.weir.model.Principal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Approvals as JSON. */
final class ApprovalView {

    record Person(
            String subject, String name, List<String> groups, String clientId, String issuer, String onBehalfOf) {}

    record Ballot(String subject, String name, boolean approve, String reason, String at) {}

    record Policy(String name, int version, String hash) {}

    record Summary(
            String id,
            String state,
            String connection,
            String method,
            String name,
            String rule,
            String reason,
            Person requester,
            String requestedAt,
            String decideBy,
            String executeBy,
            String endedAt,
            List<String> approverGroups,
            int quorum,
            int approvals,
            List<String> actions) {}

    record Detail(
            @JsonUnwrapped Summary summary,
            String sessionId,
            String messageId,
            String digest,
            Policy policy,
            RawValue payload,
            List<Ballot> votes) {}

    record Page(List<Summary> approvals, boolean more) {}

    private final People people;

    ApprovalView(People people) {
        this.people = people;
    }

    /** For a list, as this person sees it. */
    Summary summary(Principal person, ApprovalRecord approval) {
        return new Summary(
                approval.getApprovalId(),
                approval.getState().name(),
                approval.getConnection(),
                approval.getMethod(),
                approval.getName(),
                approval.getRule(),
                approval.getReason(),
                person(approval.getRequester()),
                approval.getRequestedAt().toString(),
                approval.getDecideBy().toString(),
                time(approval.getExecuteBy()),
                time(approval.getEndedAt()),
                approval.getApproverGroups(),
                approval.getQuorum(),
                (int) approval.getVotes().stream().filter(Vote::getApprove).count(),
                people.actions(person, approval).stream()
                        .map(ApprovalView::name)
                        .toList());
    }

    /** In full: the request as masked, its digest, what was said. */
    Detail detail(Principal person, ApprovalRecord approval) {
        return new Detail(
                summary(person, approval),
                approval.getSessionId(),
                approval.getMessageId(),
                approval.getDigest(),
                new Policy(
                        approval.getPolicy().getName(),
                        approval.getPolicy().getVersion(),
                        approval.getPolicy().getHash()),
                payload(approval),
                approval.getVotes().stream().map(ApprovalView::ballot).toList());
    }

    /** Verbatim, so that numbers and order are those of the request; enforcement holds nothing that is no JSON. */
    private static RawValue payload(ApprovalRecord approval) {
        String json =
                StandardCharsets.UTF_8.decode(approval.getPayload().duplicate()).toString();
        return json.isEmpty() ? null : new RawValue(json);
    }

    private static Person person(PrincipalRecord principal) {
        return new Person(
                principal.getSubject(),
                principal.getName(),
                principal.getGroups(),
                principal.getClientId(),
                principal.getIssuer(),
                principal.getOnBehalfOf());
    }

    private static Ballot ballot(Vote vote) {
        return new Ballot(
                vote.getPrincipal().getSubject(),
                vote.getPrincipal().getName(),
                vote.getApprove(),
                vote.getReason(),
                vote.getAt().toString());
    }

    private static String name(ApprovalAction action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    private static String time(Instant instant) {
        return Objects.toString(instant, null);
    }
}
