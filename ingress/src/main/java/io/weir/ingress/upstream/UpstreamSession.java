/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream;

/**
 * What is told to the upstream in headers with each message.
 *
 * @param sessionId the upstream's own {@code Mcp-Session-Id}, empty if there is none
 * @param protocolVersion {@code MCP-Protocol-Version}, empty if there is none to tell
 * @param stateless whether the message stands for itself (from revision 2026-07-28 on); an error then has an HTTP status of its own
 * @param mirrored what is repeated of the body
 */
public record UpstreamSession(String sessionId, String protocolVersion, boolean stateless, MirroredHeaders mirrored) {

    /** Before a session is opened. */
    public static final UpstreamSession NONE = inSession("", "");

    /** Within a session, or before there is one. */
    public static UpstreamSession inSession(String sessionId, String protocolVersion) {
        return new UpstreamSession(sessionId, protocolVersion, false, MirroredHeaders.NONE);
    }

    /** With a message that stands for itself. */
    public static UpstreamSession stateless(String protocolVersion, MirroredHeaders mirrored) {
        return new UpstreamSession("", protocolVersion, true, mirrored);
    }

    /** The same, where what the message asks for is called otherwise. */
    public UpstreamSession named(String name) {
        return mirrored.name().isEmpty()
                ? this
                : new UpstreamSession(
                        sessionId,
                        protocolVersion,
                        stateless,
                        new MirroredHeaders(mirrored.method(), HeaderText.encode(name), mirrored.params()));
    }

    /** The same, where the message is not sent as it came. */
    public UpstreamSession following(byte[] original, byte[] sent) {
        return mirrored.params().isEmpty()
                ? this
                : new UpstreamSession(sessionId, protocolVersion, stateless, mirrored.following(original, sent));
    }
}
