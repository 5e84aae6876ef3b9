/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import io.weir.model.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a verified token says: whether it is for us and now (RFC 7519 section 4.1), and about whom. */
final class Claims {

    private final OidcSettings settings;

    Claims(OidcSettings settings) {
        this.settings = settings;
    }

    /**
     * Checks issuer, audience and times.
     *
     * @throws InvalidTokenException naming what is wrong
     */
    void check(JWTClaimsSet claims, Instant now) {
        require(settings.issuer().equals(claims.getIssuer()), "The token is of another issuer");
        require(!Collections.disjoint(claims.getAudience(), settings.audiences()), "The token is for another audience");
        require(claims.getExpirationTime() != null, "The token has no expiry");
        Duration skew = settings.skew();
        require(now.minus(skew).isBefore(claims.getExpirationTime().toInstant()), "The token has expired");
        Date notBefore = claims.getNotBeforeTime();
        require(notBefore == null || !now.plus(skew).isBefore(notBefore.toInstant()), "The token is not valid yet");
        require(claims.getSubject() != null && !claims.getSubject().isBlank(), "The token has no subject");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new InvalidTokenException(otherwise);
        }
    }

    /**
     * The principal of a checked token. Where an actor uses another's token (the {@code act} claim, RFC 8693 section
     * 4.1), the subject stays the subject, the actor is the client, and {@code onBehalfOf} tells that it is so.
     */
    Principal principal(JWTClaimsSet claims) {
        String subject = claims.getSubject();
        Optional<String> actor = text(claims.getClaim("act") instanceof Map<?, ?> act ? act.get("sub") : null);
        return new Principal(
                subject,
                text(claims.getClaim("preferred_username"))
                        .or(() -> text(claims.getClaim("name")))
                        .orElse(subject),
                groups(claims),
                actor.or(() -> text(claims.getClaim("azp")))
                        .or(() -> text(claims.getClaim("client_id")))
                        .orElse(""),
                claims.getIssuer(),
                actor.map(acting -> subject));
    }

    private List<String> groups(JWTClaimsSet claims) {
        Object found = at(claims.getClaims(), settings.groupsClaim());
        if (found instanceof Collection<?> many) {
            return many.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .distinct()
                    .toList();
        }
        return text(found).map(List::of).orElse(List.of());
    }

    /** A claim whose name has dots itself, such as a URL, goes before a nested one. */
    private static Object at(Map<?, ?> object, String path) {
        if (object.containsKey(path)) {
            return object.get(path);
        }
        int dot = path.indexOf('.');
        return dot > 0 && object.get(path.substring(0, dot)) instanceof Map<?, ?> nested
                ? at(nested, path.substring(dot + 1))
                : null;
    }

    private static Optional<String> text(Object value) {
        return value instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }
}
