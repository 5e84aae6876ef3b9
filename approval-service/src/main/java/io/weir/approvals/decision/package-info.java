/**
 * Approvals as people see them and what people say about them. {@link io.weir.approvals.decision.ApprovalRoutes} takes the
 * request, {@link io.weir.approvals.decision.Decisions} has it decided, {@link
 * io.weir.approvals.decision.ApprovalView} shows the approval.
 */
package io.weir.approvals.decision;
