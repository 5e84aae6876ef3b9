/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The agent: a small process beside servers that speak MCP by stdin and stdout.
 *
 * <p>It is a Kafka client, and nothing connects to it. A message passes, in this order: the mailbox (what was let through), {@link
 * io.weir.agent.session} (whose it is, and under which ids the server knows it), {@link io.weir.agent.child} (the server's process); and what
 * the server says the same way back, to {@code weir.intake}. {@link io.weir.agent.AgentApp} puts them together.
 */
package io.weir.agent;
