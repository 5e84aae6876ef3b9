/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.decision;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.weir.approvals.body.StrictBody;
import io.weir.events.ApprovalAction;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the body of a decision. */
final class DecisionBody {

    private static final Set<String> MEMBERS = Set.of("reason", "digest", "decisionId");
    private static final Pattern DECISION_ID = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final HttpString IDEMPOTENCY_KEY = HttpString.tryFromString("Idempotency-Key");

    private DecisionBody() {}

    /**
     * The decision that a request holds.
     *
     * @throws io.weir.service.http.ProblemException 400 or 415, naming the member that is wrong
     */
    static Decision read(HttpServerExchange exchange, ApprovalAction action, byte[] body) {
        StrictBody json = StrictBody.read(exchange, body, MEMBERS);
        return new Decision(action, json.reason(), json.digest(), decisionId(exchange, json));
    }

    private static Optional<String> decisionId(HttpServerExchange exchange, StrictBody json) {
        Optional<String> header =
                Optional.ofNullable(exchange.getRequestHeaders().getFirst(IDEMPOTENCY_KEY));
        Optional<String> member = json.text("decisionId");
        StrictBody.require(
                header.isEmpty() || member.isEmpty() || header.equals(member),
                "decisionId and the Idempotency-Key header differ");
        Optional<String> id = member.or(() -> header);
        StrictBody.require(
                id.isEmpty() || DECISION_ID.matcher(id.get()).matches(),
                "decisionId must have 1 to 128 printable ASCII characters without spaces");
        return id;
    }
}
