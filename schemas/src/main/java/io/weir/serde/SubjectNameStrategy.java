/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde;

import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;

/** Under which subject the schema of a topic's records is registered; the three strategies that the Confluent serdes know. */
@FunctionalInterface
interface SubjectNameStrategy {

    String subject(String topic, boolean isKey, Schema schema);

    /** {@code weir.intake-value}. */
    SubjectNameStrategy TOPIC = (topic, isKey, schema) -> topic + (isKey ? "-key" : "-value");
    /** {@code io.weir.events.Intake}. */
    SubjectNameStrategy RECORD = (topic, isKey, schema) -> schema.getFullName();
    /** {@code weir.intake-io.weir.events.Intake}. */
    SubjectNameStrategy TOPIC_RECORD = (topic, isKey, schema) -> topic + "-" + schema.getFullName();

    /** Always this one. */
    static SubjectNameStrategy fixed(String subject) {
        return (topic, isKey, schema) -> subject;
    }

    /**
     * By the name of the class that Confluent's serdes would be given, with or without its package.
     *
     * @throws ConfigException if it is none of the three
     */
    static SubjectNameStrategy named(String key, String className) {
        String simpleName = className.substring(className.lastIndexOf('.') + 1);
        return switch (simpleName.toLowerCase(Locale.ROOT)) {
            case "topicnamestrategy" -> TOPIC;
            case "recordnamestrategy" -> RECORD;
            case "topicrecordnamestrategy" -> TOPIC_RECORD;
            default ->
                throw new ConfigException(
                        key, className, "must be TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy");
        };
    }
}
