/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Sessions with servers: a process for each, and what goes in and out of it. A client's ids are replaced on the way in and put back on
 * the way out, since one client may use an id twice at a time, and since the stateless clients of a person share a process.
 */
package io.weir.agent.session;
