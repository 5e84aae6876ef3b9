/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.jsonrpc;

/**
 * JSON-RPC error codes. Weir's own lie outside the range that JSON-RPC reserves (-32768 to -32000), so that no revision of MCP
 * can give them another meaning.
 */
public final class ErrorCode {

    /** JSON-RPC 2.0, section 5.1: the bytes are no JSON. */
    public static final int PARSE_ERROR = -32700;

    /** JSON-RPC 2.0, section 5.1: the JSON is no request. */
    public static final int INVALID_REQUEST = -32600;

    /** JSON-RPC 2.0, section 5.1: the method is not offered. */
    public static final int METHOD_NOT_FOUND = -32601;

    /** JSON-RPC 2.0, section 5.1: the params are not those of the method. */
    public static final int INVALID_PARAMS = -32602;

    /** MCP 2026-07-28, "Server Validation": a header does not say what the body says. */
    public static final int HEADER_MISMATCH = -32020;

    /** MCP 2026-07-28, "Protocol Version Negotiation": the revision is not supported. */
    public static final int UNSUPPORTED_VERSION = -32022;

    /** A policy blocked the message. */
    public static final int BLOCKED = -31001;

    /** The request waits for people; the identical request may be repeated. */
    public static final int PENDING_APPROVAL = -31002;

    /** The upstream could not be reached; it did not get the request. */
    public static final int UPSTREAM_UNREACHABLE = -31003;

    /** The gateway came to no decision in time; fail closed. */
    public static final int NO_DECISION = -31004;

    /** The upstream did not answer in time. */
    public static final int UPSTREAM_TIMEOUT = -31005;

    /** The upstream answered what is no answer. */
    public static final int UPSTREAM_INVALID = -31006;

    /** The gateway is full; try later. */
    public static final int OVERLOADED = -31007;

    /** The upstream was called, and whether it acted cannot be known. */
    public static final int OUTCOME_UNKNOWN = -31008;

    private ErrorCode() {}
}
