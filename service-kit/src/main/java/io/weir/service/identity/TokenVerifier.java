/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import io.weir.model.Principal;
import java.util.concurrent.CompletionStage;

/** Turns a bearer token into the principal that it was issued to. Thread-safe. */
@FunctionalInterface
public interface TokenVerifier {

    /**
     * Verifies a token. Never blocks, so that it may be called on an I/O thread; the stage is complete already when all
     * that is needed is at hand.
     *
     * @param token as it came in the Authorization header
     * @return the principal; or fails with {@link InvalidTokenException} if the token is not to be accepted, or with
     *     {@link KeysUnavailableException} if that cannot be told now
     */
    CompletionStage<Principal> verify(String token);
}
