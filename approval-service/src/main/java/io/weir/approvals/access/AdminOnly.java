/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.approvals.access;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.weir.service.http.Problem;
import io.weir.service.http.Problems;
import io.weir.service.identity.Denial;
import io.weir.service.identity.DenialListener;
import io.weir.service.identity.Identity;
import java.util.Collection;
import java.util.List;

/** Lets administrators through, in person: an agent that acts for one is none. */
public final class AdminOnly implements HttpHandler {

    private final Collection<String> adminGroups;
    private final DenialListener denials;
    private final HttpHandler next;

    public AdminOnly(Collection<String> adminGroups, DenialListener denials, HttpHandler next) {
        this.adminGroups = List.copyOf(adminGroups);
        this.denials = denials;
        this.next = next;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        var person = Identity.of(exchange);
        if (person.inAnyGroup(adminGroups) && person.onBehalfOf().isEmpty()) {
            next.handleRequest(exchange);
            return;
        }
        denials.denied(exchange, new Denial(403, "not-admin", "Not an administrator"));
        Problems.send(
                exchange,
                Problem.of(
                        403,
                        "not-admin",
                        "Administrators only",
                        "The configuration and the review of tools are for administrators."));
    }
}
