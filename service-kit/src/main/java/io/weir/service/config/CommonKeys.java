/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;
import static org.apache.kafka.common.config.ConfigDef.Type.INT;
import static org.apache.kafka.common.config.ConfigDef.Type.LIST;
import static org.apache.kafka.common.config.ConfigDef.Type.LONG;
import static org.apache.kafka.common.config.ConfigDef.Type.PASSWORD;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import io.weir.serde.SerdeConfig;
import io.weir.serde.registry.RestSchemaRegistryClient;
import io.weir.topics.TopicSettings;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/** The keys that several services have, so that they have the same name, default and meaning in all of them. */
public final class CommonKeys {

    public static final String BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";
    public static final String MESSAGE_MAX_BYTES = TopicSettings.MAX_MESSAGE_BYTES;
    public static final String HTTP_HOST = "http.host";
    public static final String HTTP_PORT = "http.port";
    public static final String HTTP_PUBLIC_URL = "http.public.url";
    public static final String HTTP_ALLOWED_HOSTS = "http.allowed.hosts";
    public static final String HTTP_ALLOWED_ORIGINS = "http.allowed.origins";
    public static final String HTTP_DRAIN_MS = "http.drain.ms";
    public static final String INSTANCE_ID = "instance.id";
    public static final String INSTANCE_ORDINAL = "instance.ordinal";
    public static final String OIDC_ISSUER = "oidc.issuer";
    public static final String OIDC_AUDIENCES = "oidc.audiences";
    public static final String OIDC_JWKS_URI = "oidc.jwks.uri";
    public static final String OIDC_ALGORITHMS = "oidc.algorithms";
    public static final String OIDC_SKEW_MS = "oidc.clock.skew.ms";
    public static final String OIDC_GROUPS_CLAIM = "oidc.groups.claim";
    public static final String OIDC_SCOPES = "oidc.scopes";
    public static final String OIDC_REFRESH_MS = "oidc.jwks.refresh.ms";
    public static final String OIDC_RETRY_MS = "oidc.jwks.retry.ms";
    public static final String OIDC_OUTAGE_MS = "oidc.jwks.outage.ms";
    public static final String INTERNAL_SECRET = "internal.secret";

    private static final List<ConfigKey> REGISTRY_KEYS = Stream.of(
                    RestSchemaRegistryClient.configDef(), SerdeConfig.configDef())
            .flatMap(keys -> keys.configKeys().values().stream())
            .toList();

    private CommonKeys() {}

    /** Kafka and the schema registry. */
    public static ConfigDef kafka(ConfigDef definition) {
        definition.define(
                BOOTSTRAP_SERVERS,
                STRING,
                NO_DEFAULT_VALUE,
                Texts.NOT_BLANK,
                HIGH,
                "Brokers to begin with, HOST:PORT, comma-separated. Every other key that begins with kafka. is handed on to"
                        + " all Kafka clients without that prefix.");
        definition.define(TopicSettings.configDef().configKeys().get(MESSAGE_MAX_BYTES));
        REGISTRY_KEYS.forEach(definition::define);
        return definition;
    }

    /** The HTTP server. */
    public static ConfigDef http(ConfigDef definition, int defaultPort) {
        return definition
                .define(HTTP_HOST, STRING, "127.0.0.1", Texts.NOT_BLANK, HIGH, "Address to listen on.")
                .define(HTTP_PORT, INT, defaultPort, between(0, 65535), HIGH, "Port to listen on; 0 takes a free one.")
                .define(
                        HTTP_PUBLIC_URL,
                        STRING,
                        "",
                        Texts.HTTP_URL_OR_EMPTY,
                        HIGH,
                        "URL under which clients reach the service, without a path; by default taken from the request's Host.")
                .define(
                        HTTP_ALLOWED_HOSTS,
                        LIST,
                        "",
                        MEDIUM,
                        "Host names, besides loopback and that of http.public.url, that a request's Host may have, without"
                                + " the port; * for any.")
                .define(
                        HTTP_ALLOWED_ORIGINS,
                        LIST,
                        "",
                        MEDIUM,
                        "Origins, besides loopback and that of http.public.url, that a request may come from, such as"
                                + " https://console.example.")
                .define(
                        HTTP_DRAIN_MS,
                        LONG,
                        10_000L,
                        between(0L, 600_000L),
                        LOW,
                        "How long a stop waits for requests that are under way, in milliseconds.");
    }

    /** Bearer tokens of an OpenID Connect issuer. */
    public static ConfigDef oidc(ConfigDef definition) {
        return definition
                .define(
                        OIDC_ISSUER,
                        STRING,
                        NO_DEFAULT_VALUE,
                        Texts.HTTP_URL,
                        HIGH,
                        "Issuer of the access tokens: exactly their iss claim.")
                .define(
                        OIDC_AUDIENCES,
                        LIST,
                        NO_DEFAULT_VALUE,
                        Texts.NOT_EMPTY,
                        HIGH,
                        "Audiences; a token must have one of them in its aud claim.")
                .define(
                        OIDC_JWKS_URI,
                        STRING,
                        "",
                        Texts.HTTP_URL_OR_EMPTY,
                        MEDIUM,
                        "Where the issuer's keys are; by default found by OpenID Connect discovery.")
                .define(
                        OIDC_ALGORITHMS,
                        LIST,
                        "RS256,RS384,RS512,PS256,PS384,PS512,ES256,ES384,ES512,EdDSA",
                        Texts.SIGNATURE_ALGORITHMS,
                        LOW,
                        "Signature algorithms that are accepted; asymmetric ones only.")
                .define(
                        OIDC_SKEW_MS,
                        LONG,
                        30_000L,
                        between(0L, 300_000L),
                        LOW,
                        "How far the issuer's clock may be off, in milliseconds.")
                .define(
                        OIDC_GROUPS_CLAIM,
                        STRING,
                        "groups",
                        Texts.NOT_BLANK,
                        MEDIUM,
                        "Claim that holds the caller's groups; dots lead into nested objects, such as realm_access.roles.")
                .define(OIDC_SCOPES, LIST, "", LOW, "Scopes that clients are told to ask the issuer for.")
                .define(
                        OIDC_REFRESH_MS,
                        LONG,
                        300_000L,
                        atLeast(1L),
                        LOW,
                        "Age at which the issuer's keys are fetched again in the background, in milliseconds.")
                .define(
                        OIDC_RETRY_MS,
                        LONG,
                        10_000L,
                        atLeast(1L),
                        LOW,
                        "Shortest time between two fetches of the issuer's keys, in milliseconds; also bounds how often"
                                + " tokens with unknown key ids can cause one.")
                .define(
                        OIDC_OUTAGE_MS,
                        LONG,
                        14_400_000L,
                        atLeast(1L),
                        MEDIUM,
                        "How long keys are used when the issuer cannot be reached, in milliseconds since the last fetch.");
    }

    /** Which instance of a service this is. */
    public static ConfigDef instance(ConfigDef definition) {
        return definition
                .define(
                        INSTANCE_ID,
                        STRING,
                        "",
                        MEDIUM,
                        "Name of this instance: the same after a restart, different for every instance that runs at the"
                                + " same time; by default the service's name and the host's.")
                .define(
                        INSTANCE_ORDINAL,
                        INT,
                        -1,
                        between(-1, 1_000_000),
                        LOW,
                        "Number of this instance from 0, which chooses its mailbox; -1 chooses by the name.");
    }

    /** The secret that services show each other. */
    public static ConfigDef internalSecret(ConfigDef definition) {
        return definition.define(
                INTERNAL_SECRET,
                PASSWORD,
                NO_DEFAULT_VALUE,
                Texts.SECRET,
                HIGH,
                "Secret of at least 16 characters that services show each other on internal calls; the same in all.");
    }
}
