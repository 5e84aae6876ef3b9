/**
 * Commands of approvers and administrators. {@link io.weir.approvals.ApprovalApp} builds the service from its parts: read it
 * from the top. Nothing is decided here: a command is written to the log, enforcement decides, and its verdict is the
 * answer.
 */
package io.weir.approvals;
