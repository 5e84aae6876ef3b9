/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.settings;

import io.weir.standalone.data.Secrets;
import io.weir.standalone.issuer.DevIssuer;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an instance sets of its services' configuration. Users may override everything but where Kafka and the registry are.
 *
 * @param data the data directory
 * @param uri where the instance answers
 * @param bootstrapServers of the embedded broker
 * @param issuer the development issuer's identifier
 */
public record ServiceDefaults(Path data, URI uri, String bootstrapServers, String issuer) {

    /** Where the schema registry is below the URI. */
    public static final String REGISTRY = "/registry";
    /** Where the development issuer is below the URI. */
    public static final String ISSUER = "/dev-issuer";

    /** Fewer than in a cluster: they bound parallelism, and there is one process. They are for ever, as everywhere. */
    private static final String SESSION_PARTITIONS = "4";

    private static final String MAILBOXES = "4";

    /**
     * The values for one service.
     *
     * @param service its name, which names its instance
     * @param ordinal chooses its mailbox; each service that has one needs its own
     */
    public Map<String, String> of(String service, int ordinal) {
        Secrets secrets = new Secrets(data);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("kafka.bootstrap.servers", bootstrapServers);
        values.put("schema.registry.url", uri.resolve(REGISTRY).toString());
        values.put("instance.id", service);
        values.put("instance.ordinal", String.valueOf(ordinal));
        values.put("topics.session.partitions", SESSION_PARTITIONS);
        values.put("topics.mailbox.partitions", MAILBOXES);
        values.put("topics.replication.factor", "1");
        values.put("query.replication.factor", "1");
        values.put("streams.standby.replicas", "0");
        values.put("state.dir", data.resolve("state").toString());
        values.put("internal.secret", secrets.get("internal-secret"));
        values.put("session.key", secrets.get("session-key"));
        values.put("oidc.issuer", issuer);
        values.put("oidc.audiences", DevIssuer.AUDIENCE);
        values.put("oidc.jwks.uri", uri.resolve(ISSUER + "/jwks").toString());
        return values;
    }
}
