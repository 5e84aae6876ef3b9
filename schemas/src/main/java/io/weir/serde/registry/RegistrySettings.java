/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde.registry;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.PASSWORD;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;
import static org.apache.kafka.common.config.ConfigDef.ValidString.in;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/**
 * How a registry is reached, by Confluent's configuration names. Never printed: it may hold credentials.
 *
 * @param endpoints base URL and, for each, the value of the Authorization header, if any; at least one
 * @param ssl null for the platform's own
 */
record RegistrySettings(List<Endpoint> endpoints, Duration connectTimeout, Duration readTimeout, SSLContext ssl) {
    static final String URL = "schema.registry.url";
    static final String CREDENTIALS_SOURCE = "basic.auth.credentials.source";
    static final String USER_INFO = "basic.auth.user.info";
    static final String CONNECT_TIMEOUT = "http.connect.timeout.ms";
    static final String READ_TIMEOUT = "http.read.timeout.ms";
    static final String PREFIX = "schema.registry.";

    /** @param base without user info and without a slash at its end */
    record Endpoint(String base, Optional<String> authorization) {
        @Override
        public String toString() {
            return base;
        }
    }

    static ConfigDef configDef() {
        return new ConfigDef()
                .define(URL, LIST, ConfigDef.NO_DEFAULT_VALUE, HIGH, """
                        Base URLs of schema registries that share their data, separated by commas; tried in order.""")
                .define(CREDENTIALS_SOURCE, STRING, "URL", in("URL", "USER_INFO"), MEDIUM, """
                        Where name and password are: URL (user info of the URL, if any) or USER_INFO.""")
                .define(USER_INFO, PASSWORD, new Password(""), MEDIUM, """
                        NAME:PASSWORD for the registry, with basic.auth.credentials.source=USER_INFO.""")
                .define(CONNECT_TIMEOUT, INT, 5_000, atLeast(1), LOW, """
                        How long a connection to a registry may take, in milliseconds.""")
                .define(READ_TIMEOUT, INT, 10_000, atLeast(1), LOW, """
                        How long a registry's answer may take, in milliseconds.""");
    }

    static RegistrySettings from(Map<String, ?> config) {
        AbstractConfig parsed = new AbstractConfig(configDef(), config, false);
        List<String> urls = parsed.getList(URL);
        if (urls.isEmpty()) {
            throw new ConfigException(URL, urls, "must name at least one registry");
        }
        return new RegistrySettings(
                urls.stream().map(url -> endpoint(url, parsed)).toList(),
                Duration.ofMillis(parsed.getInt(CONNECT_TIMEOUT)),
                Duration.ofMillis(parsed.getInt(READ_TIMEOUT)),
                ssl(config));
    }

    private static Endpoint endpoint(String url, AbstractConfig config) {
        URI uri = parse(url);
        String base = uri.getScheme() + "://"
                + uri.getRawAuthority().substring(uri.getRawAuthority().indexOf('@') + 1)
                + uri.getRawPath().replaceAll("/+$", "");
        return new Endpoint(base, userInfo(uri, config).map(RegistrySettings::basic));
    }

    private static URI parse(String url) {
        try {
            URI uri = URI.create(url.strip());
            if (uri.getHost() != null && List.of("http", "https").contains(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Fall through without the exception: it quotes the URL, and that may hold a password.
        }
        throw new ConfigException(URL + ": must be http:// or https:// URLs with a host");
    }

    private static Optional<String> userInfo(URI uri, AbstractConfig config) {
        if (config.getString(CREDENTIALS_SOURCE).equals("URL")) {
            return Optional.ofNullable(uri.getUserInfo());
        }
        String userInfo = config.getPassword(USER_INFO).value();
        if (!userInfo.contains(":")) {
            throw new ConfigException(USER_INFO + ": must be NAME:PASSWORD when " + CREDENTIALS_SOURCE + "=USER_INFO");
        }
        return Optional.of(userInfo);
    }

    /** RFC 7617. */
    private static String basic(String userInfo) {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    /** Kafka's own TLS keys behind {@code schema.registry.}, with all the store types (PEM too) that Kafka's clients know. */
    private static SSLContext ssl(Map<String, ?> config) {
        ConfigDef definition = new ConfigDef();
        SslConfigs.addClientSslSupport(definition);
        Map<String, Object> given = new AbstractConfig(new ConfigDef(), config, false).originalsWithPrefix(PREFIX);
        boolean configured = given.keySet().stream().anyMatch(key -> key.startsWith("ssl."));
        if (!configured) {
            return null;
        }
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(new AbstractConfig(definition, given, false).values());
            return factory.sslContext();
        }
    }
}
