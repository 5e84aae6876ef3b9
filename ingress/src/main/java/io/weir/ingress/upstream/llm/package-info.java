/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Language models behind an OpenAI-compatible API: chat completions and the list of models as messages that are decided like any
 * other ({@link io.weir.ingress.jsonrpc.Chats}), and the same model as an MCP server with one tool.
 */
package io.weir.ingress.upstream.llm;
