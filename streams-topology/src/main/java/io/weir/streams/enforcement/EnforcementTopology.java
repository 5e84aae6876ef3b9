/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.serde.WeirSerdes;
import io.weir.topics.Topics;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Builds the topology that decides; see the package's documentation for the way through it. */
public final class EnforcementTopology {
    /** Approvals by id, as {@code ApprovalRecord}; may be queried. */
    public static final String APPROVALS_STORE = "approvals";

    /** The tools of all connections, in every process. */
    static final String KNOWN_TOOLS_STORE = "known-tools";

    /** The tools of the connections that are judged on this partition. */
    static final String TOOLS_STORE = "tools";

    static final String CONFIG_STORE = "config";
    static final String DECISIONS_STORE = "decisions";
    static final String IN_FLIGHT_STORE = "in-flight";
    static final String SERVER_REQUESTS_STORE = "server-requests";
    static final String EPOCHS_STORE = "mailbox-epochs";
    static final String VERDICTS_SINK = "to-verdicts";
    static final String INTAKE_SINK = "to-intake";
    static final String TOOLS_SINK = "to-tools";
    static final String DEAD_LETTER_SINK = "to-dead-letter";

    private static final String INTAKE_SOURCE = "from-intake";
    private static final String COMMANDS_SOURCE = "from-approval-decisions";
    private static final String ENFORCE = "enforce";

    private final EnforcementSettings settings;
    private final WeirSerdes serdes;
    private final Topology topology = new Topology();

    private EnforcementTopology(EnforcementSettings settings, WeirSerdes serdes) {
        this.settings = settings;
        this.serdes = serdes;
    }

    /**
     * Builds the topology.
     *
     * @param serdes warmed up, so that no schema is registered while a message waits
     */
    public static Topology build(EnforcementSettings settings, WeirSerdes serdes) {
        return new EnforcementTopology(settings, serdes).build();
    }

    private Topology build() {
        ConfigBook config = new ConfigBook();
        ToolBook tools = new ToolBook();
        addConfig(config);
        addKnownTools(tools);
        topology.addSource(INTAKE_SOURCE, new StringDeserializer(), new ByteArrayDeserializer(), Topics.INTAKE)
                .addSource(
                        COMMANDS_SOURCE,
                        new StringDeserializer(),
                        new ByteArrayDeserializer(),
                        Topics.APPROVAL_DECISIONS)
                .addProcessor(
                        ENFORCE,
                        () -> new EnforcementProcessor(settings, serdes, config, tools),
                        INTAKE_SOURCE,
                        COMMANDS_SOURCE);
        addStores();
        addSinks();
        return topology;
    }

    private void addConfig(ConfigBook config) {
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(CONFIG_STORE), Serdes.String(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                "from-config",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                Topics.CONFIG,
                "follow-config",
                () -> new ConfigFeed(config, serdes.configEntry().deserializer()));
    }

    private void addKnownTools(ToolBook tools) {
        topology.addGlobalStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(KNOWN_TOOLS_STORE), Serdes.String(), Serdes.ByteArray())
                        .withLoggingDisabled(),
                "from-tools",
                new StringDeserializer(),
                new ByteArrayDeserializer(),
                Topics.TOOLS,
                "follow-tools",
                () -> new ToolFeed(tools, serdes.toolRecord().deserializer()));
    }

    private void addStores() {
        Duration retention = settings.decisionRetention();
        // Message ids never come twice into a changelog for good, so there is nothing to compact.
        Map<String, String> decisions = Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.SEGMENT_MS_CONFIG,
                Long.toString(retention.toMillis()));
        add(
                Stores.windowStoreBuilder(
                        Stores.persistentWindowStore(DECISIONS_STORE, retention, Duration.ofMillis(1), false),
                        Serdes.String(),
                        Serdes.ByteArray()),
                decisions);
        add(
                Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(APPROVALS_STORE), Serdes.String(), serdes.approvalRecord()),
                Map.of());
        // In memory, since ingress bounds how many there are, and each lives for as long as its call. Cached, since
        // most
        // are gone before the next commit; what a crash loses is processed again.
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(IN_FLIGHT_STORE), Serdes.String(), serdes.intake())
                        .withCachingEnabled()
                        .withLoggingEnabled(Map.of()),
                ENFORCE);
        add(
                Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(SERVER_REQUESTS_STORE), Serdes.String(), serdes.intake()),
                Map.of());
        add(
                Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(EPOCHS_STORE), Serdes.String(), Serdes.String()),
                Map.of());
        add(
                Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(TOOLS_STORE), Serdes.String(), serdes.toolRecord()),
                Map.of());
    }

    private void add(StoreBuilder<?> store, Map<String, String> changelog) {
        topology.addStateStore(store.withCachingDisabled().withLoggingEnabled(changelog), ENFORCE);
    }

    private void addSinks() {
        addSink(VERDICTS_SINK, Topics.VERDICTS);
        addSink(DEAD_LETTER_SINK, Topics.DEAD_LETTER);
        addLoop(INTAKE_SINK, Topics.INTAKE);
        addLoop(TOOLS_SINK, Topics.TOOLS);
    }

    /** By an extractor, since Streams takes no sink's name that is also a source's; the loop is meant. */
    private void addLoop(String name, String topic) {
        topology.addSink(
                name,
                (key, value, context) -> topic,
                new StringSerializer(),
                Outgoing.serializer(),
                Outgoing.partitioner(),
                ENFORCE);
    }

    private void addSink(String name, String topic) {
        topology.addSink(name, topic, new StringSerializer(), Outgoing.serializer(), Outgoing.partitioner(), ENFORCE);
    }
}
