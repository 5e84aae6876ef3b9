/** What waits for its verdict. */
package io.weir.approvals.verdict;
