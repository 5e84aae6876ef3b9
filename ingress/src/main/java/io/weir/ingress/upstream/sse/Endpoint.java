/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.sse;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Where a server wants messages posted (MCP 2024-11-05, "HTTP with SSE"). */
final class Endpoint {
    private static final int MAX_CHARS = 4096;

    private Endpoint() {}

    /**
     * The address that a server names.
     *
     * @param url where its stream is
     * @param reference absolute, or relative to that
     * @return empty if it is no address, or one of another origin (RFC 6454, section 4): the gateway's credential goes there
     */
    static Optional<URI> resolve(URI url, String reference) {
        String text = reference.strip();
        if (text.isEmpty() || text.length() > MAX_CHARS) {
            return Optional.empty();
        }
        try {
            URI base = url.getRawPath().isEmpty() ? url.resolve("/") : url;
            // RFC 3986, section 5.2.2; URI.resolve still goes by RFC 2396, which drops the path before a query.
            URI endpoint = base.resolve(new URI(text.startsWith("?") ? base.getRawPath() + text : text));
            return isOfOrigin(url, endpoint) ? Optional.of(URI.create(endpoint.toASCIIString())) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isOfOrigin(URI url, URI endpoint) {
        return url.getScheme().equalsIgnoreCase(endpoint.getScheme())
                && url.getHost().equalsIgnoreCase(endpoint.getHost())
                && port(url) == port(endpoint)
                && endpoint.getRawUserInfo() == null
                && endpoint.getRawFragment() == null;
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }
}
