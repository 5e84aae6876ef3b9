/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

import com.nimbusds.jose.jwk.JWKSet;
import java.util.concurrent.CompletionStage;

/** Where the issuer's current keys come from. */
@FunctionalInterface
interface KeySource {

    /** Fetches the keys, without blocking. */
    CompletionStage<JWKSet> fetch();
}
