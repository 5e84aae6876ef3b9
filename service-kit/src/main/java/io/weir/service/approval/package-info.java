/**
 * Approvals as one service reads them from another: {@link io.weir.service.approval.ApprovalReader} is answered in the
 * process by enforcement itself, or over HTTP by the {@link io.weir.service.approval.InternalApi}.
 */
package io.weir.service.approval;
