/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.resource;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads where an upstream is: as a URL, or as host and port. */
final class EndpointYaml {

    /** A name (RFC 1123, section 2.1), or an IPv4 address. */
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[0-9A-Za-z]([0-9A-Za-z_-]{0,62})(\\.[0-9A-Za-z]([0-9A-Za-z_-]{0,62}))*\\.?");

    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1");

    /** RFC 3986, section 3.3; no percent sign, so that there is nothing to decode. */
    private static final Pattern PATH = Pattern.compile("/[0-9A-Za-z._~!$&'()*+,;=:@/-]{0,500}");

    private static final String NOT_HTTP = "must be an absolute http or https URL without user and fragment";

    private EndpointYaml() {}

    /**
     * What {@code url} says, or {@code host}, {@code port}, {@code tls} and {@code path}. A problem leaves a URL behind that is
     * never used: the resource is dropped.
     *
     * @param defaultPath of an upstream given by host and port
     */
    static URI url(YamlObject yaml, String defaultPath) {
        boolean parts = yaml.has("host") || yaml.has("port") || yaml.has("tls") || yaml.has("path");
        if (!parts) {
            Optional<String> text = yaml.string("url");
            // Asked for so that they are named as known where another key is not.
            partsOf(yaml, defaultPath);
            if (!yaml.has("url")) {
                yaml.problem("url", "is required, or host and port");
            }
            return text.map(url -> http(yaml, "url", url)).orElse(URI.create(""));
        }
        if (yaml.has("url")) {
            yaml.string("url");
            yaml.problem("url", "there is either url, or host and port with tls and path");
        }
        yaml.require("host");
        yaml.require("port");
        return partsOf(yaml, defaultPath);
    }

    private static URI partsOf(YamlObject yaml, String defaultPath) {
        Optional<String> host = yaml.string("host");
        Optional<Integer> port = yaml.integer("port");
        Optional<Boolean> tls = yaml.bool("tls");
        Optional<String> path = yaml.string("path");
        boolean valid = host.isPresent() && port.isPresent();
        if (host.isPresent() && !isHost(host.get())) {
            yaml.problem("host", "must be a host's name or an IP address, without scheme, port and brackets");
            valid = false;
        }
        if (port.isPresent() && (port.get() < 1 || port.get() > 65535)) {
            yaml.problem("port", "must be 1 to 65535");
            valid = false;
        }
        if (path.isPresent() && !PATH.matcher(path.get()).matches()) {
            yaml.problem("path", "must be a URL's path: a slash and at most 500 characters, no query, nothing encoded");
            valid = false;
        }
        return valid ? url(host.get(), port.get(), tls, path.orElse(defaultPath)) : URI.create("");
    }

    private static boolean isHost(String host) {
        return host.indexOf(':') >= 0
                ? IPV6.matcher(host).matches() && isIpv6(host)
                : NAME.matcher(host).matches();
    }

    private static boolean isIpv6(String address) {
        try {
            return new URI("http://[" + address + "]/").getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** A credential should not travel in the clear unless that is what was asked for; on this very host nothing is in between. */
    private static URI url(String host, int port, Optional<Boolean> tls, String path) {
        boolean secure = tls.orElse(!LOOPBACK.matcher(host).matches());
        String authority = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return URI.create((secure ? "https://" : "http://") + authority + ":" + port + path);
    }

    /** A URL under a key that has to be there. */
    static URI required(YamlObject yaml, String key) {
        yaml.require(key);
        return yaml.string(key).map(text -> http(yaml, key, text)).orElse(URI.create(""));
    }

    private static URI http(YamlObject yaml, String key, String text) {
        try {
            URI url = new URI(text);
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (http && url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Told below, without the text: it may hold a credential.
        }
        yaml.problem(key, NOT_HTTP);
        return URI.create("");
    }

    /** An absolute URI without fragment (RFC 8707, section 2); need not lead anywhere. */
    static Optional<URI> identifier(YamlObject yaml, String key) {
        return yaml.string(key).flatMap(text -> {
            try {
                URI uri = new URI(text);
                if (uri.isAbsolute() && uri.getFragment() == null && uri.getRawUserInfo() == null) {
                    return Optional.of(uri);
                }
            } catch (URISyntaxException e) {
                // Told below.
            }
            yaml.problem(key, "must be an absolute URI without fragment");
            return Optional.empty();
        });
    }

    /** As a base that paths are appended to. */
    static URI withoutSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? URI.create(text.substring(0, text.length() - 1)) : url;
    }
}
