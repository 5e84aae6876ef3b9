/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde;

import io.weir.events.ApprovalCommand;
import io.weir.events.ApprovalRecord;
import io.weir.events.ConfigEntry;
import io.weir.events.Intake;
import io.weir.events.JournalEntry;
import io.weir.events.ToolRecord;
import io.weir.events.Verdict;
import io.weir.serde.registry.RestSchemaRegistryClient;
import io.weir.serde.registry.SchemaRegistryClient;
import io.weir.topics.Topics;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.kafka.common.serialization.Serde;

/**
 * The serdes of all events. Each is one object, safe for use by many threads, and closing it does nothing.
 *
 * <p>A serde writes one id wherever it is used: that of its event's own topic ({@code weir.intake-value}, Confluent's
 * TopicNameStrategy). So a store's changelog needs no subject of its own, and after {@link #warmUp()} nothing is registered any more.
 */
public final class WeirSerdes {
    private final EventSerde<Intake> intake;
    private final EventSerde<Verdict> verdict;
    private final EventSerde<ApprovalCommand> approvalCommand;
    private final EventSerde<JournalEntry> journalEntry;
    private final EventSerde<ConfigEntry> configEntry;
    private final EventSerde<ToolRecord> toolRecord;
    private final EventSerde<ApprovalRecord> approvalRecord;

    /** Registers schemas that the registry does not have yet. */
    public WeirSerdes(SchemaRegistryClient registry) {
        this(registry, SchemaIds.REGISTER);
    }

    private WeirSerdes(SchemaRegistryClient registry, SchemaIds ids) {
        intake = new EventSerde<>(Intake.class, Topics.INTAKE + "-value", registry, ids);
        verdict = new EventSerde<>(Verdict.class, Topics.VERDICTS + "-value", registry, ids);
        approvalCommand = new EventSerde<>(ApprovalCommand.class, Topics.APPROVAL_DECISIONS + "-value", registry, ids);
        journalEntry = new EventSerde<>(JournalEntry.class, Topics.JOURNAL + "-value", registry, ids);
        configEntry = new EventSerde<>(ConfigEntry.class, Topics.CONFIG + "-value", registry, ids);
        toolRecord = new EventSerde<>(ToolRecord.class, Topics.TOOLS + "-value", registry, ids);
        approvalRecord = new EventSerde<>(ApprovalRecord.class, ApprovalRecord.class.getName(), registry, ids);
    }

    /**
     * With a registry that speaks Confluent's REST API.
     *
     * @param config the keys of {@link SerdeConfig} and {@link RestSchemaRegistryClient}; others are left alone
     * @throws org.apache.kafka.common.config.ConfigException if a value is missing or wrong, naming its key
     */
    public static WeirSerdes fromConfig(Map<String, ?> config) {
        return new WeirSerdes(RestSchemaRegistryClient.fromConfig(config), SchemaIds.from(SerdeConfig.parse(config)));
    }

    /**
     * Gets the ids of all schemas. To be called once, before a service says that it is ready.
     *
     * @throws io.weir.serde.registry.SchemaRegistryException if the registry refuses a schema
     * @throws io.weir.serde.registry.RegistryUnavailableException if no registry answers
     */
    public WeirSerdes warmUp() {
        all().forEach(EventSerde::warmUp);
        return this;
    }

    public Serde<Intake> intake() {
        return intake;
    }

    public Serde<Verdict> verdict() {
        return verdict;
    }

    public Serde<ApprovalCommand> approvalCommand() {
        return approvalCommand;
    }

    public Serde<JournalEntry> journalEntry() {
        return journalEntry;
    }

    public Serde<ConfigEntry> configEntry() {
        return configEntry;
    }

    public Serde<ToolRecord> toolRecord() {
        return toolRecord;
    }

    /** For stores; has no topic of its own, and is registered under its record's name. */
    public Serde<ApprovalRecord> approvalRecord() {
        return approvalRecord;
    }

    private List<EventSerde<? extends SpecificRecordBase>> all() {
        return List.of(intake, verdict, approvalCommand, journalEntry, configEntry, toolRecord, approvalRecord);
    }
}
