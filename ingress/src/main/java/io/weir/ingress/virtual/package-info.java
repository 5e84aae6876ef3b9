/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Connections of kind {@code virtual}: several connections behind one endpoint. What a client says goes to the connection that its
 * name, URI or task belongs to, or to all, and is an exchange like any other there; what comes back is named so that it can be told
 * whose it is. Nothing is decided here.
 */
package io.weir.ingress.virtual;
