/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.session;

/**
 * A call that waits for people as a task, so that any process can tell what became of it.
 *
 * @param from where the log begins to tell of it: mailbox, the offset of the verdict that held it, its exchange and request
 * @param sessionId the audit session that it was made in
 * @param approvalId what it waits for
 * @param createdAtMs when, epoch milliseconds
 */
public record TaskId(EventId from, String sessionId, String approvalId, long createdAtMs) {}
