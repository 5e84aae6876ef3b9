/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ApprovalAction;
import io.weir.events.ApprovalCommand;
import io.weir.events.ApprovalRecord;
import io.weir.events.ApprovalState;
import io.weir.events.ConfigEntry;
import io.weir.events.ConfigKind;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.Outcome;
import io.weir.events.ReplyTo;
import io.weir.events.ToolRecord;
import io.weir.events.Verdict;
import io.weir.model.Principal;
import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.resource.PolicyResource;
import io.weir.policy.resource.Resource;
import io.weir.policy.resource.Resources;
import io.weir.serde.WeirSerdes;
import io.weir.serde.registry.EmbeddedSchemaRegistry;
import io.weir.service.configlog.ConfigKeys;
import io.weir.streams.StreamsConfigs;
import io.weir.streams.StreamsInstance;
import io.weir.topics.TopicSettings;
import io.weir.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The enforcement topology under a test driver, with the events that go in and the verdicts that come out. */
final class Enforcement implements AutoCloseable {
    static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    /** The test driver has one partition of each topic, so that is where all sessions belong. */
    private static final TopicSettings ONE_PARTITION =
            TopicSettings.from(Map.of(TopicSettings.SESSION_PARTITIONS, "1"));

    static final ReplyTo APPROVER = new ReplyTo(2, "approval-service:1");

    final WeirSerdes serdes;
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, Intake> intake;
    private final TestInputTopic<String, byte[]> rawIntake;
    private final TestInputTopic<String, ApprovalCommand> commands;
    private final TestInputTopic<String, ConfigEntry> config;
    private final TestOutputTopic<String, Verdict> verdicts;
    private final TestOutputTopic<String, byte[]> deadLetters;
    private Instant now = START;
    private int commandIds;

    Enforcement(Path directory) {
        this(directory, EnforcementSettings.of(ONE_PARTITION));
    }

    Enforcement(Path directory, EnforcementSettings settings) {
        serdes = new WeirSerdes(EmbeddedSchemaRegistry.open(directory.resolve("schemas.json"))).warmUp();
        StreamsInstance instance = new StreamsInstance(
                "enforcement-test",
                "test",
                Map.of("bootstrap.servers", "unused:1"),
                directory.resolve("state"),
                Optional.empty(),
                0,
                (short) 1,
                settings.maxRecordBytes());
        driver = new TopologyTestDriver(
                EnforcementTopology.build(settings, serdes), StreamsConfigs.enforcement(instance, 1, 1000), START);
        StringSerializer key = new StringSerializer();
        intake = driver.createInputTopic(Topics.INTAKE, key, serdes.intake().serializer());
        rawIntake = driver.createInputTopic(Topics.INTAKE, key, new ByteArraySerializer());
        commands = driver.createInputTopic(
                Topics.APPROVAL_DECISIONS, key, serdes.approvalCommand().serializer());
        config =
                driver.createInputTopic(Topics.CONFIG, key, serdes.configEntry().serializer());
        verdicts = driver.createOutputTopic(
                Topics.VERDICTS, new StringDeserializer(), serdes.verdict().deserializer());
        deadLetters =
                driver.createOutputTopic(Topics.DEAD_LETTER, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Applies resources as an administrator does: policies get this version and become active. */
    Enforcement apply(int version, String yaml) {
        var parsed = Resources.parse(yaml);
        if (!parsed.valid()) {
            throw new IllegalArgumentException(parsed.problems().toString());
        }
        parsed.resources().forEach(resource -> apply(version, resource));
        return this;
    }

    private void apply(int version, Resource resource) {
        if (resource instanceof ConnectionResource connection) {
            config.pipeInput(ConfigKeys.connection(connection.name()), entry(ConfigKind.CONNECTION, connection, 0));
        } else if (resource instanceof PolicyResource policy) {
            config.pipeInput(ConfigKeys.policy(policy.name(), version), entry(ConfigKind.POLICY, policy, version));
            activate(policy.name(), version);
        }
    }

    void activate(String policy, int version) {
        config.pipeInput(
                ConfigKeys.ACTIVE_POLICY,
                new ConfigEntry(
                        ConfigKind.ACTIVE_POLICY, policy, version, "", "", Messages.BOB.toRecord(), Instant.EPOCH));
    }

    void config(String key, ConfigEntry entry) {
        config.pipeInput(key, entry);
    }

    private static ConfigEntry entry(ConfigKind kind, Resource resource, int version) {
        return new ConfigEntry(
                kind,
                resource.name(),
                version,
                resource.hash(),
                resource.source(),
                Messages.BOB.toRecord(),
                Instant.EPOCH);
    }

    /** Sends a message now, and gives what came out. */
    List<Verdict> send(Intake message) {
        return send(message, now);
    }

    List<Verdict> send(Intake message, Instant at) {
        intake.pipeInput(message.getSessionId(), message, at);
        return verdicts.readValuesToList();
    }

    List<Verdict> sendRaw(byte[] message) {
        rawIntake.pipeInput("session", message, now);
        return verdicts.readValuesToList();
    }

    /** Sends a request that is to be held. */
    ApprovalRecord hold(Intake request) {
        Verdict verdict = sendOne(request);
        if (verdict.getOutcome() != Outcome.HOLD) {
            throw new AssertionError("not held, but " + verdict);
        }
        return verdict.getApproval();
    }

    /** How an approval stands in the store. */
    ApprovalState state(ApprovalRecord approval) {
        return approvals().get(approval.getApprovalId()).getState();
    }

    /** Sends a message that is to get exactly one verdict. */
    Verdict sendOne(Intake message) {
        return one(send(message));
    }

    static Verdict one(List<Verdict> verdicts) {
        if (verdicts.size() != 1) {
            throw new AssertionError("not one verdict, but " + verdicts);
        }
        return verdicts.get(0);
    }

    List<Verdict> command(ApprovalAction action, Principal person, ApprovalRecord approval) {
        return command(newCommand(action, person, approval));
    }

    List<Verdict> command(ApprovalCommand command) {
        return command(command, now);
    }

    List<Verdict> command(ApprovalCommand command, Instant at) {
        commands.pipeInput(command.getSessionId(), command, at);
        return verdicts.readValuesToList();
    }

    ApprovalCommand newCommand(ApprovalAction action, Principal person, ApprovalRecord approval) {
        return new ApprovalCommand(
                "command-" + ++commandIds,
                approval.getApprovalId(),
                approval.getSessionId(),
                action,
                person.toRecord(),
                "because",
                approval.getDigest(),
                now,
                APPROVER,
                null);
    }

    /** Lets time go by; gives what it brought about. */
    List<Verdict> pass(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
        return verdicts.readValuesToList();
    }

    Instant now() {
        return now;
    }

    /** Forgets what was decided, as a crash can that loses the last write to one store but not to another. */
    void forgetDecision(String messageId, Instant at) {
        driver.<String, byte[]>getWindowStore(EnforcementTopology.DECISIONS_STORE)
                .put(messageId, null, at.toEpochMilli());
    }

    KeyValueStore<String, ApprovalRecord> approvals() {
        return driver.getKeyValueStore(EnforcementTopology.APPROVALS_STORE);
    }

    KeyValueStore<String, ToolRecord> tools() {
        return driver.getKeyValueStore(EnforcementTopology.TOOLS_STORE);
    }

    KeyValueStore<String, Intake> inFlight() {
        return driver.getKeyValueStore(EnforcementTopology.IN_FLIGHT_STORE);
    }

    List<TestRecord<String, byte[]>> deadLetters() {
        return deadLetters.readRecordsToList();
    }

    /** Verdicts that are for the exchange that waits. */
    static Optional<Verdict> notice(List<Verdict> verdicts) {
        return verdicts.stream()
                .filter(v -> v.getKind() == MessageKind.APPROVAL_NOTICE)
                .findFirst();
    }

    @Override
    public void close() {
        driver.close();
    }
}
