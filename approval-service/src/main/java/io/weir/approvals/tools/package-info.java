/**
 * The tools of each connection: whether they are still what was reviewed, and the review of what is not. Begin with {@link
 * io.weir.approvals.tools.ToolRoutes}.
 */
package io.weir.approvals.tools;
