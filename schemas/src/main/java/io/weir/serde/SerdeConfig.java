/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Type.BOOLEAN;
import static org.apache.kafka.common.config.ConfigDef.Type.STRING;

import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;

/** How serialisers and deserialisers use the registry; names, types and defaults are Confluent's unless said otherwise. */
public final class SerdeConfig {
    public static final String AUTO_REGISTER_SCHEMAS = "auto.register.schemas";
    public static final String USE_LATEST_VERSION = "use.latest.version";
    public static final String SPECIFIC_AVRO_READER = "specific.avro.reader";
    public static final String KEY_SUBJECT_NAME_STRATEGY = "key.subject.name.strategy";
    public static final String VALUE_SUBJECT_NAME_STRATEGY = "value.subject.name.strategy";

    private SerdeConfig() {}

    /** The keys that the serdes read, to be added to a service's own. Those of the registry client are its own. */
    public static ConfigDef configDef() {
        return new ConfigDef()
                .define(AUTO_REGISTER_SCHEMAS, BOOLEAN, true, MEDIUM, """
                        Register schemas that the registry does not have yet. \
                        When false, they must have been registered before, and a start without them fails.""")
                .define(USE_LATEST_VERSION, BOOLEAN, false, LOW, """
                        With auto.register.schemas=false: write with the id of the subject's latest version, \
                        which must have the same fields; documentation and properties may differ.""")
                .define(SPECIFIC_AVRO_READER, BOOLEAN, true, LOW, """
                        Deserialise into the class that is named like the schema, where there is one. \
                        True by default, unlike Confluent's.""")
                .define(KEY_SUBJECT_NAME_STRATEGY, STRING, "TopicNameStrategy", LOW, """
                        Subject of keys: TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy.""")
                .define(VALUE_SUBJECT_NAME_STRATEGY, STRING, "TopicNameStrategy", LOW, """
                        Subject of values: TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy.""");
    }

    static AbstractConfig parse(Map<String, ?> config) {
        return new AbstractConfig(configDef(), config, false);
    }

    static SubjectNameStrategy strategy(AbstractConfig config, boolean isKey) {
        String key = isKey ? KEY_SUBJECT_NAME_STRATEGY : VALUE_SUBJECT_NAME_STRATEGY;
        return SubjectNameStrategy.named(key, config.getString(key));
    }
}
