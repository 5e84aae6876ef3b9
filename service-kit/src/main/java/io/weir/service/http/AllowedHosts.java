/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.http;

import io.weir.service.config.CommonKeys;
import io.weir.service.config.ServiceConfig;
import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Which Host and Origin headers are acceptable: loopback always, and what was configured. */
public final class AllowedHosts {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]", "::1");
    private static final String ANY = "*";

    private final Set<String> hosts = new HashSet<>();
    private final Set<String> origins = new HashSet<>();

    /**
     * Loopback and the given names.
     *
     * @param hosts host names without ports, or {@code *} for any
     * @param origins serialised origins, such as {@code https://console.example}
     */
    public AllowedHosts(Collection<String> hosts, Collection<String> origins) {
        hosts.forEach(host -> this.hosts.add(host.toLowerCase(Locale.ROOT)));
        origins.forEach(origin -> this.origins.add(origin.toLowerCase(Locale.ROOT)));
    }

    /** Reads the keys of {@link CommonKeys#http}; the public URL's host and origin are allowed as well. */
    public static AllowedHosts from(ServiceConfig config) {
        AllowedHosts allowed = new AllowedHosts(
                config.list(CommonKeys.HTTP_ALLOWED_HOSTS), config.list(CommonKeys.HTTP_ALLOWED_ORIGINS));
        config.optionalString(CommonKeys.HTTP_PUBLIC_URL).map(URI::create).ifPresent(url -> {
            allowed.hosts.add(url.getHost().toLowerCase(Locale.ROOT));
            allowed.origins.add(origin(url));
        });
        return allowed;
    }

    private static String origin(URI url) {
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        return (url.getScheme() + "://" + url.getHost() + port).toLowerCase(Locale.ROOT);
    }

    /** Whether a Host header, with or without a port, is acceptable. */
    boolean acceptsHost(String header) {
        if (hosts.contains(ANY)) {
            return true;
        }
        String host = withoutPort(header).toLowerCase(Locale.ROOT);
        return LOOPBACK.contains(host) || hosts.contains(host);
    }

    /** Whether an Origin header is acceptable; {@code null}, as sent by sandboxed pages, is not. */
    boolean acceptsOrigin(String header) {
        String origin = header.toLowerCase(Locale.ROOT);
        return origins.contains(origin) || isLoopbackOrigin(origin);
    }

    private static boolean isLoopbackOrigin(String origin) {
        try {
            URI uri = URI.create(origin);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && LOOPBACK.contains(uri.getHost());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String withoutPort(String header) {
        int colon = header.lastIndexOf(':');
        return colon > header.lastIndexOf(']') ? header.substring(0, colon) : header;
    }
}
