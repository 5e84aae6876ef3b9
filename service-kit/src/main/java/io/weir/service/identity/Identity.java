/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import io.weir.model.Principal;
import java.util.Optional;

/** The authenticated caller of an exchange, as {@link BearerAuthHandler} left it. */
public final class Identity {

    private static final AttachmentKey<Principal> PRINCIPAL = AttachmentKey.create(Principal.class);

    private Identity() {}

    /**
     * The caller.
     *
     * @throws IllegalStateException if the exchange did not pass through a {@link BearerAuthHandler}
     */
    public static Principal of(HttpServerExchange exchange) {
        Principal principal = exchange.getAttachment(PRINCIPAL);
        if (principal == null) {
            throw new IllegalStateException("The exchange was not authenticated: " + exchange.getRequestPath());
        }
        return principal;
    }

    /** The caller, if the exchange was authenticated. */
    public static Optional<Principal> optional(HttpServerExchange exchange) {
        return Optional.ofNullable(exchange.getAttachment(PRINCIPAL));
    }

    /** Sets the caller, for other ways to authenticate and for tests. */
    public static void attach(HttpServerExchange exchange, Principal principal) {
        exchange.putAttachment(PRINCIPAL, principal);
    }
}
