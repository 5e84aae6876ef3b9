/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.ApprovalRecord;
import io.weir.events.Direction;
import io.weir.events.FactType;
import io.weir.events.Intake;
import io.weir.events.MessageKind;
import io.weir.events.ReplyTo;
import io.weir.events.Verdict;
import io.weir.serde.WeirSerdes;
import io.weir.topics.Topics;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one record after the other, has it judged, emits the verdict, and keeps it. */
final class EnforcementProcessor implements Processor<String, byte[], String, Outgoing> {
    private static final Logger LOG = LoggerFactory.getLogger(EnforcementProcessor.class);
    private static final String FAILED = "Weir could not decide on the message, so it is blocked.";
    private static final String NOTHING_ASKED = "There is no open request that this answers.";
    private static final long FORGET_EVERY_MS = 60_000;

    private final EnforcementSettings settings;
    private final WeirSerdes serdes;
    private final ConfigBook config;
    private final ToolBook knownTools;
    private ProcessorContext<String, Outgoing> context;
    private Emitter emitter;
    private ApprovalDesk desk;
    private InFlight inFlight;
    private ServerRequests serverRequests;
    private Agents agents;
    private long nextForget;
    private Decisions decisions;
    private MessageJudge messages;
    private CommandDesk commands;
    private FactKeeper facts;
    private ToolWatch watch;
    private ToolKeeper tools;

    EnforcementProcessor(EnforcementSettings settings, WeirSerdes serdes, ConfigBook config, ToolBook knownTools) {
        this.settings = settings;
        this.serdes = serdes;
        this.config = config;
        this.knownTools = knownTools;
    }

    @Override
    public void init(ProcessorContext<String, Outgoing> streams) {
        context = streams;
        emitter = new Emitter(context, serdes, settings);
        MailboxEpochs epochs = new MailboxEpochs(context.getStateStore(EnforcementTopology.EPOCHS_STORE));
        inFlight = new InFlight(context.getStateStore(EnforcementTopology.IN_FLIGHT_STORE));
        serverRequests = new ServerRequests(context.getStateStore(EnforcementTopology.SERVER_REQUESTS_STORE));
        decisions = new Decisions(
                context.getStateStore(EnforcementTopology.DECISIONS_STORE),
                serdes.verdict(),
                settings.decisionRetention());
        ApprovalBook approvals =
                new ApprovalBook(context.getStateStore(EnforcementTopology.APPROVALS_STORE), settings.keepEnded());
        desk = new ApprovalDesk(approvals);
        agents = new Agents(config, epochs);
        watch = new ToolWatch(knownTools, config);
        ToolDesk toolDesk =
                new ToolDesk(context.getStateStore(EnforcementTopology.TOOLS_STORE), settings.adminGroups());
        tools = new ToolKeeper(
                new Sightings(context.taskId().partition(), settings.sessionPartitions()),
                toolDesk,
                decisions,
                emitter);
        messages = new MessageJudge(config, desk, epochs, agents, watch, settings.maxRecordBytes());
        CommandJudge judge = new CommandJudge(approvals, toolDesk, settings.adminGroups());
        commands = new CommandDesk(judge, desk, toolDesk, decisions, emitter);
        facts = new FactKeeper(desk, inFlight, epochs);
        DueEvents due = new DueEvents(approvals, inFlight, settings);
        context.schedule(settings.tick(), PunctuationType.WALL_CLOCK_TIME, now -> {
            due.at(now).forEach(emitter::intake);
            forgetOld(now);
        });
    }

    /** Seldom, since all have to be looked at. */
    private void forgetOld(long now) {
        if (now >= nextForget) {
            nextForget = now + FORGET_EVERY_MS;
            serverRequests.forgetOlderThan(settings.inFlightMaxAge(), now);
        }
    }

    @Override
    public void process(Record<String, byte[]> record) {
        String topic = context.recordMetadata().map(RecordMetadata::topic).orElse(Topics.INTAKE);
        if (topic.equals(Topics.APPROVAL_DECISIONS)) {
            read(record, topic, serdes.approvalCommand().deserializer())
                    .ifPresent(command -> commands.answer(record, command, now()));
        } else {
            read(record, topic, serdes.intake().deserializer()).ifPresent(message -> message(record, message));
        }
    }

    private <T> Optional<T> read(Record<String, byte[]> record, String topic, Deserializer<T> deserializer) {
        try {
            T event = deserializer.deserialize(topic, record.value());
            if (event == null) {
                emitter.deadLetter(record, "it has no value");
            }
            return Optional.ofNullable(event);
        } catch (SerializationException e) {
            emitter.deadLetter(record, "it cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    private void message(Record<String, byte[]> record, Intake message) {
        switch (message.getKind()) {
            case REQUEST, CLAIM, NOTIFICATION, RESPONSE -> governed(record, message);
            case FACT -> {
                if (Sightings.isOne(message)) {
                    tools.keep(record, message, now());
                } else {
                    fact(record, message);
                }
            }
            case APPROVAL_EXPIRY ->
                desk.expire(message.getApprovalId(), record.timestamp())
                        .ifPresent(expired -> emit(record, message, Judgement.recorded(message.getName(), expired)));
            default -> emit(record, message, MessageJudge.refuse(message, "The kind of message is not known."));
        }
    }

    /** A JSON-RPC message: decided once, whatever happens. */
    private void governed(Record<String, byte[]> record, Intake message) {
        Optional<Verdict> known = decisions.of(message, record.timestamp());
        known.map(Verdict::getApproval).ifPresent(desk::catchUp);
        Optional<ApprovalRecord> ended = responds(message) ? ended(message, record.timestamp()) : Optional.empty();
        Verdict verdict = known.orElseGet(() -> decide(message, record.timestamp(), ended));
        // The verdict first: somebody waits for it, and what the stores write to their changelogs would go before it.
        byte[] sent = send(record, verdict, message.getReplyTo());
        if (responds(message)) {
            facts.forget(message);
        } else if (ServerRequests.isAnswer(message)) {
            serverRequests.forget(message);
        } else {
            inFlight.follow(message, verdict);
            serverRequests.follow(message, verdict);
        }
        if (known.isEmpty()) {
            decisions.keep(verdict, sent, message, record.timestamp());
        }
        watch.seen(message, verdict).forEach(emitter::intake);
    }

    private Verdict decide(Intake message, long at, Optional<ApprovalRecord> ended) {
        if (ServerRequests.isAnswer(message)) {
            return serverRequests
                    .complete(message)
                    .map(answer -> verdict(answer, judge(answer, at)))
                    .orElseGet(() -> verdict(message, Judgement.block(NOTHING_ASKED, null)));
        }
        Optional<String> whyNot = ServerRequests.isRequest(message) ? serverRequests.whyNot(message) : Optional.empty();
        Judgement judgement =
                whyNot.map(why -> MessageJudge.refuse(message, why)).orElseGet(() -> judge(message, at));
        return verdict(message, ended.map(judgement::with).orElse(judgement));
    }

    private Verdict verdict(Intake message, Judgement judgement) {
        return Verdicts.of(message, judgement, agents.of(message).orElse(null), now());
    }

    /** @return the verdict as it was sent to whoever asked */
    private byte[] send(Record<String, byte[]> record, Verdict verdict, ReplyTo asker) {
        byte[] sent = emitter.verdict(record, verdict, asker.getMailbox());
        if (Agents.concerns(verdict)) {
            emitter.verdict(
                    record,
                    Verdicts.forAgent(verdict, asker),
                    verdict.getAgent().getMailbox());
        }
        return sent;
    }

    private Judgement judge(Intake message, long at) {
        try {
            return messages.judge(message, at);
        } catch (KafkaException e) {
            // The store or the cluster failed, not the decision: the message will be processed again.
            throw e;
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("messageId", message.getMessageId())
                    .addKeyValue("exception", e.getClass().getName())
                    .addKeyValue("at", e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0])
                    .log("deciding on a message failed; it is blocked");
            return MessageJudge.refuse(message, FAILED);
        }
    }

    private static boolean responds(Intake message) {
        return message.getKind() == MessageKind.RESPONSE && message.getDirection() == Direction.SERVER_TO_CLIENT;
    }

    private Optional<ApprovalRecord> ended(Intake response, long at) {
        return facts.ended(
                response, response.getFact() == null ? null : response.getFact().getType(), at);
    }

    private void fact(Record<String, byte[]> record, Intake fact) {
        emit(record, fact, facts.keep(fact, record.timestamp()));
        if (fact.getFact() != null && fact.getFact().getType() == FactType.SESSION_CLOSED) {
            serverRequests.forgetSession(fact.getSessionId());
        }
        facts.consequences(fact).forEach(emitter::intake);
    }

    private void emit(Record<String, byte[]> record, Intake message, Judgement judgement) {
        send(record, verdict(message, judgement), message.getReplyTo());
    }

    private long now() {
        return context.currentSystemTimeMs();
    }
}
