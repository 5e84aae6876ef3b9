/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.service.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class ConfigReferenceTest {

    @Test
    void hasARowForEveryKeyWithDefaultAndEnvironmentVariable() {
        // Given
        ConfigDef definition = CommonKeys.internalSecret(CommonKeys.http(CommonKeys.kafka(new ConfigDef()), 8080));

        // When
        String document = ConfigReference.document(Map.of("ingress", definition));

        // Then
        assertThat(document).startsWith("# Configuration").contains("## ingress");
        assertThat(definition.names()).allSatisfy(key -> assertThat(document).contains("| `" + key + "` |"));
        assertThat(document)
                .contains("| `http.port` | int, [0,...,65535] | `8080` |")
                .contains("| `internal.secret` | password, at least 16 characters | required |")
                .contains("`WEIR_HTTP_PUBLIC_URL`");
    }
}
