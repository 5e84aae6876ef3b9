/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.streams.enforcement;

import io.weir.events.Intake;
import io.weir.events.ToolRecord;
import io.weir.events.Verdict;
import io.weir.serde.WeirSerdes;
import io.weir.topics.SessionPartitioner;
import io.weir.topics.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serialises what enforcement says, once, and sends it where it belongs. */
final class Emitter {
    /** Header of a dead letter: why it is one. */
    static final String REASON = "weir-reason";

    private static final Logger LOG = LoggerFactory.getLogger(Emitter.class);

    private final ProcessorContext<String, Outgoing> context;
    private final WeirSerdes serdes;
    private final EnforcementSettings settings;

    Emitter(ProcessorContext<String, Outgoing> context, WeirSerdes serdes, EnforcementSettings settings) {
        this.context = context;
        this.serdes = serdes;
        this.settings = settings;
    }

    /**
     * A verdict has the time of the record that it answers, so that it is the same when that is seen again.
     *
     * @return the verdict as it was sent
     */
    byte[] verdict(Record<String, byte[]> cause, Verdict verdict, int mailbox) {
        byte[] value = serdes.verdict().serializer().serialize(Topics.VERDICTS, verdict);
        if (mailbox < 0 || mailbox >= settings.mailboxes()) {
            deadLetter(cause.withKey(verdict.getSessionId()).withValue(value), "there is no mailbox " + mailbox);
        } else {
            context.forward(
                    cause.withKey(verdict.getSessionId()).withValue(Outgoing.to(mailbox, value)),
                    EnforcementTopology.VERDICTS_SINK);
        }
        return value;
    }

    /** An event of enforcement's own, to be read back in order with all others. */
    void intake(Intake event) {
        byte[] value = serdes.intake().serializer().serialize(Topics.INTAKE, event);
        int partition = SessionPartitioner.partitionFor(event.getSessionId(), settings.sessionPartitions());
        context.forward(
                new Record<>(
                        event.getSessionId(),
                        Outgoing.to(partition, value),
                        event.getReceivedAt().toEpochMilli()),
                EnforcementTopology.INTAKE_SINK);
    }

    /** The record of a tool, for all who decide. */
    void tool(Record<String, byte[]> cause, ToolRecord tool) {
        byte[] value = serdes.toolRecord().serializer().serialize(Topics.TOOLS, tool);
        context.forward(
                cause.withKey(ToolBook.key(tool.getConnection(), tool.getTool()))
                        .withValue(Outgoing.to(0, value)),
                EnforcementTopology.TOOLS_SINK);
    }

    /** What cannot be processed is kept for people to look at; whoever waits for an answer is told by the lack of one. */
    void deadLetter(Record<String, byte[]> letter, String reason) {
        LOG.atError()
                .addKeyValue(
                        "from", context.recordMetadata().map(Object::toString).orElse("nowhere"))
                .addKeyValue("reason", reason)
                .log("a record becomes a dead letter");
        byte[] value = letter.value() == null ? new byte[0] : letter.value();
        Headers headers = new RecordHeaders(letter.headers()).add(REASON, reason.getBytes(StandardCharsets.UTF_8));
        context.forward(
                letter.withValue(Outgoing.to(0, value)).withHeaders(headers), EnforcementTopology.DEAD_LETTER_SINK);
    }
}
