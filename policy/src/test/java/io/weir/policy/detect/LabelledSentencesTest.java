/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy.detect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.weir.policy.TestData;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Recall and precision on 1,500 labelled sentences (presidio-research). */
class LabelledSentencesTest {

    private static final Map<BuiltIn, String> LABELS =
            Map.of(BuiltIn.EMAIL, "EMAIL_ADDRESS", BuiltIn.CREDIT_CARD, "CREDIT_CARD", BuiltIn.IBAN, "IBAN_CODE");

    @Test
    void findsEveryLabelledSpanAndNothingElse() throws IOException {
        // Given
        JsonNode sentences =
                new ObjectMapper().readTree(Files.readAllBytes(TestData.path("pii/synthetic-sentences.json")));
        Detection detection = DetectorSet.of(List.of()).detection();

        for (BuiltIn entity : BuiltIn.values()) {
            // When
            Set<String> labelled = new HashSet<>();
            Set<String> found = new HashSet<>();
            int number = 0;
            for (JsonNode sentence : sentences) {
                number++;
                labelled.addAll(labelled(sentence, LABELS.get(entity), number));
                for (Match match : detection.find(sentence.get("full_text").asText(), entity.bit())) {
                    found.add(number + ":" + match.start() + "-" + match.end());
                }
            }

            // Then
            LoggerFactory.getLogger(getClass())
                    .atInfo()
                    .addKeyValue("entity", entity)
                    .addKeyValue("labelled", labelled.size())
                    .addKeyValue("found", found.size())
                    .log("labelled sentences");
            assertThat(labelled).isNotEmpty();
            assertThat(found).containsExactlyInAnyOrderElementsOf(labelled);
        }
    }

    /** Offsets count code points; ours count chars. */
    private static List<String> labelled(JsonNode sentence, String label, int number) {
        String text = sentence.get("full_text").asText();
        List<String> spans = new ArrayList<>();
        for (JsonNode span : sentence.get("spans")) {
            if (span.get("entity_type").asText().equals(label)) {
                int start =
                        text.offsetByCodePoints(0, span.get("start_position").asInt());
                int end = text.offsetByCodePoints(0, span.get("end_position").asInt());
                spans.add(number + ":" + start + "-" + end);
            }
        }
        return spans;
    }
}
