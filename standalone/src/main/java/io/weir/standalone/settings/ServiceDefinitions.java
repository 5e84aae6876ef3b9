/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.standalone.settings;

import io.weir.agent.AgentConfig;
import io.weir.approvals.ApprovalKeys;
import io.weir.ingress.IngressConfig;
import io.weir.query.QueryKeys;
import io.weir.streams.StreamsKeys;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;

/** The configuration keys of all services. */
public final class ServiceDefinitions {

    private ServiceDefinitions() {}

    /** By the service's name, in the order of a message's way. */
    public static Map<String, ConfigDef> byName() {
        Map<String, ConfigDef> definitions = new LinkedHashMap<>();
        definitions.put("ingress", IngressConfig.definition());
        definitions.put("agent", AgentConfig.definition());
        definitions.put("streams", StreamsKeys.configDef());
        definitions.put("approval-service", ApprovalKeys.configDef());
        definitions.put("query-service", QueryKeys.configDef());
        return definitions;
    }

    /** All of them. */
    public static Collection<ConfigDef> all() {
        return byName().values();
    }
}
