/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.http;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import io.weir.events.FactType;
import io.weir.ingress.exchange.Caller;
import io.weir.ingress.jsonrpc.Answers;
import io.weir.ingress.jsonrpc.ErrorCode;
import io.weir.ingress.jsonrpc.Message;
import io.weir.ingress.jsonrpc.MessageParser;
import io.weir.ingress.jsonrpc.RequestId;
import io.weir.ingress.session.ProtocolVersions;
import io.weir.ingress.session.RequestStates;
import io.weir.ingress.upstream.HeaderText;
import io.weir.ingress.upstream.MirroredHeaders;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.UpstreamSession;
import io.weir.model.Principal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Messages that stand for themselves (MCP 2026-07-28): who sends them, and whether their headers say what their body says. What
 * decides reads the body, and whoever stands before or behind may read the headers, so that the two must not differ.
 */
final class StatelessCallers {
    private static final int MAX_PARAM_HEADERS = 64;

    private final RequestStates states;
    private final Clock clock;

    StatelessCallers(RequestStates states, Clock clock) {
        this.states = states;
        this.clock = clock;
    }

    /**
     * Whether a body is meant to stand for itself, well-formed or not.
     *
     * @param version the {@code MCP-Protocol-Version} header, empty if there is none
     */
    static boolean isMeant(String version, MessageParser.Body body) {
        boolean says = body.messages().get(0) instanceof Message.Request request
                && request.meta().isStateless();
        return says || ProtocolVersions.isStateless(version);
    }

    /**
     * The sender of a request or notification.
     *
     * @throws RefusedException if it is neither, or is not as the revision wants it
     */
    Caller caller(
            HttpServerExchange exchange,
            Principal principal,
            Upstream upstream,
            String version,
            MessageParser.Body body)
            throws RefusedException {
        Message message = body.messages().get(0);
        if (body.isBatch() || message instanceof Message.Response) {
            throw refused(
                    RequestId.NULL, ErrorCode.INVALID_REQUEST, "The body must be one request or notification", null);
        }
        String revision = version;
        if (message instanceof Message.Request request) {
            requireMeta(request);
            requireVersion(exchange, request);
            requireHeaders(exchange, request);
            revision = request.meta().protocolVersion();
        }
        UpstreamSession told = UpstreamSession.stateless(revision, mirrored(exchange, message));
        return Caller.stateless(principal, upstream, told, LocalDate.now(clock.withZone(ZoneOffset.UTC)));
    }

    /**
     * The body as the upstream may see it: without the state with which the gateway had a held request asked again.
     *
     * @throws RefusedException if the state was not given to this caller
     */
    MessageParser.Body continued(Caller caller, MessageParser.Body body) throws RefusedException {
        // Behind a virtual connection it is a member's, which is not found yet.
        boolean ours = !caller.upstream().isVirtual()
                && body.messages().get(0) instanceof Message.Request request
                && RequestStates.isOurs(request.continuation().requestState());
        if (!ours) {
            return body;
        }
        Message.Request request = (Message.Request) body.messages().get(0);
        int leg = states.leg(
                        caller.principal(),
                        caller.upstream().name(),
                        request.continuation().requestState())
                .orElseThrow(() -> refused(
                        request.id(),
                        ErrorCode.INVALID_PARAMS,
                        "The requestState is none that you were given; repeat the request without it",
                        null));
        return new MessageParser.Body(List.of(request.again(leg)), false);
    }

    private static void requireMeta(Message.Request request) throws RefusedException {
        if (request.meta().protocolVersion().isEmpty() || !request.meta().hasCapabilities()) {
            throw refused(
                    request.id(),
                    ErrorCode.INVALID_PARAMS,
                    "params._meta must have io.modelcontextprotocol/protocolVersion and"
                            + " io.modelcontextprotocol/clientCapabilities",
                    null);
        }
    }

    private static void requireVersion(HttpServerExchange exchange, Message.Request request) throws RefusedException {
        String revision = request.meta().protocolVersion();
        if (!only(exchange, McpHeaders.PROTOCOL_VERSION, request).equals(revision)) {
            throw mismatch(request, McpHeaders.PROTOCOL_VERSION);
        }
        if (!ProtocolVersions.isStateless(revision)) {
            throw unsupported(request.id(), revision, ProtocolVersions.stateless());
        }
    }

    /**
     * Nobody here speaks this revision.
     *
     * @param supported those that could be spoken in a request of this form
     */
    static RefusedException unsupported(RequestId id, String revision, List<String> supported) {
        String requested = revision.length() > 64 ? revision.substring(0, 64) : revision;
        return refused(
                id,
                ErrorCode.UNSUPPORTED_VERSION,
                "Unsupported protocol version (supported versions: " + String.join(", ", supported) + ")",
                "{\"supported\":" + Answers.strings(supported) + ",\"requested\":" + Answers.string(requested) + "}");
    }

    private static void requireHeaders(HttpServerExchange exchange, Message.Request request) throws RefusedException {
        if (!only(exchange, McpHeaders.METHOD, request).equals(request.method())) {
            throw mismatch(request, McpHeaders.METHOD);
        }
        Optional<String> named = named(request);
        if (named.isPresent()) {
            String text =
                    HeaderText.decode(only(exchange, McpHeaders.NAME, request)).orElse("");
            if (!text.equals(named.get())) {
                throw mismatch(request, McpHeaders.NAME);
            }
        }
    }

    /** What the {@code Mcp-Name} of a request has to say; empty if it need not have one. */
    private static Optional<String> named(Message.Request request) {
        return switch (request.method()) {
            case "tools/call", "prompts/get", "resources/read" -> Optional.of(request.name());
            case "tasks/get", "tasks/update", "tasks/cancel" -> Optional.of(request.taskId());
            default -> Optional.empty();
        };
    }

    private static String only(HttpServerExchange exchange, HttpString header, Message.Request request)
            throws RefusedException {
        HeaderValues values = exchange.getRequestHeaders().get(header);
        if (values == null || values.size() > 1) {
            throw mismatch(request, header);
        }
        return values.getFirst();
    }

    private static MirroredHeaders mirrored(HttpServerExchange exchange, Message message) throws RefusedException {
        List<MirroredHeaders.Param> params = new ArrayList<>();
        String prefix = MirroredHeaders.PARAM_PREFIX.toLowerCase(Locale.ROOT);
        for (HeaderValues values : exchange.getRequestHeaders()) {
            String header = values.getHeaderName().toString();
            if (header.toLowerCase(Locale.ROOT).startsWith(prefix)) {
                boolean valid = values.size() == 1
                        && params.size() < MAX_PARAM_HEADERS
                        && HeaderText.decode(values.getFirst()).isPresent();
                if (!valid) {
                    throw refused(
                            message instanceof Message.Request request ? request.id() : RequestId.NULL,
                            ErrorCode.HEADER_MISMATCH,
                            "Header mismatch: a header " + MirroredHeaders.PARAM_PREFIX
                                    + "* appears twice, is not validly encoded, or is one of too many",
                            null);
                }
                params.add(new MirroredHeaders.Param(header, values.getFirst()));
            }
        }
        String name = exchange.getRequestHeaders().getFirst(McpHeaders.NAME);
        boolean named =
                message instanceof Message.Request request && named(request).isPresent();
        return new MirroredHeaders(message.method(), named ? name : "", params);
    }

    private static RefusedException mismatch(Message.Request request, HttpString header) {
        return refused(
                request.id(),
                ErrorCode.HEADER_MISMATCH,
                "Header mismatch: " + header + " is missing or does not match the body",
                null);
    }

    private static RefusedException refused(RequestId id, int code, String message, String data) {
        return new RefusedException(new Refusal(400, code, message, FactType.MALFORMED_MESSAGE, id, data));
    }
}
