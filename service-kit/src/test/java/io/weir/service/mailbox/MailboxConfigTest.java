/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.weir.service.config.CommonKeys;
import io.weir.service.config.ServiceConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class MailboxConfigTest {

    @Test
    void namesTheInstanceAfterServiceAndHostSoThatTwoServicesOfAHostDiffer() {
        // Given
        ServiceConfig config = config(Map.of());

        // When
        MailboxConfig ingress = MailboxConfig.from(config, "ingress");
        MailboxConfig approvals = MailboxConfig.from(config, "approvals");

        // Then
        assertThat(ingress.instanceId()).startsWith("ingress@");
        assertThat(approvals.instanceId()).startsWith("approvals@");
        assertThat(ingress.ordinal()).isEmpty();
        assertThat(ingress.kafka()).containsEntry("bootstrap.servers", "broker:9092");
    }

    @Test
    void takesNameAndOrdinalAsConfigured() {
        // Given
        ServiceConfig config = config(Map.of("instance.id", "ingress-3", "instance.ordinal", "3"));

        // When
        MailboxConfig mailbox = MailboxConfig.from(config, "ingress");

        // Then
        assertThat(mailbox.instanceId()).isEqualTo("ingress-3");
        assertThat(mailbox.partition(24)).isEqualTo(3);
        assertThat(mailbox.partition(2)).isEqualTo(1);
    }

    @Test
    void choosesTheSamePartitionForTheSameName() {
        // Given
        MailboxConfig first = new MailboxConfig(Map.of(), "ingress-a", OptionalInt.empty());
        MailboxConfig second = new MailboxConfig(Map.of(), "ingress-a", OptionalInt.empty());

        // When // Then
        assertThat(first.partition(24)).isEqualTo(second.partition(24)).isBetween(0, 23);
    }

    @Test
    void refusesNamesThatAnEpochCouldNotHold() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MailboxConfig(Map.of(), "host:8080", OptionalInt.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> new MailboxConfig(Map.of(), " ", OptionalInt.empty()));
    }

    private static ServiceConfig config(Map<String, String> more) {
        Map<String, String> values = new HashMap<>(more);
        values.put("kafka.bootstrap.servers", "broker:9092");
        values.put("schema.registry.url", "http://registry:8081");
        return ServiceConfig.of(CommonKeys.instance(CommonKeys.kafka(new ConfigDef())), values);
    }
}
