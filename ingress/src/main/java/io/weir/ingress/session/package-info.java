/**
 * MCP sessions. A session id carries its own state, sealed; it says which session is meant and never who is speaking, so that it is
 * good only together with the token of the principal who opened it.
 */
package io.weir.ingress.session;
