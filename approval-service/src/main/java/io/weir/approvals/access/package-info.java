/** Who is let in, and the record of those who are not. */
package io.weir.approvals.access;
