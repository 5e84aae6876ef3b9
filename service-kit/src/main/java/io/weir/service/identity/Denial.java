/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.identity;

/**
 * A request that was turned away for want of a good token, or of a right.
 *
 * @param status 400, 401, 403 or 503
 * @param error the RFC 6750 code, such as {@code invalid_token}, or a word for a right; empty when no token came
 * @param description for people; holds nothing of the token
 */
public record Denial(int status, String error, String description) {}
