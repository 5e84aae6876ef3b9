/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.decision;

/**
 * What a response has to say about its request.
 *
 * @param exchangeId the request's exchange
 * @param context the context of the verdict that let the request through, or null
 * @param approvalId the approval under which it was executed, or null
 */
@SuppressWarnings("ArrayRecordComponent")
public record AnsweredRequest(String exchangeId, String method, String name, byte[] context, String approvalId) {}
