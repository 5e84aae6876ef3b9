/** Who calls, and the identifiers of sessions, approvals and messages. */
package io.weir.model;
