/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.serde.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.apache.avro.Schema;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests and answers of https://docs.confluent.io/platform/current/schema-registry/develop/api.html. */
class ConfluentApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path directory;

    private ConfluentApi api;

    @BeforeEach
    void open() {
        api = new ConfluentApi(EmbeddedSchemaRegistry.open(directory.resolve("schemas.json")));
    }

    @Test
    void registersAndFinds() throws Exception {
        assertThat(post("/subjects/a-value/versions", Schemas.V1)).isEqualTo(json("{'id':1}"));
        assertThat(post("/subjects/a-value/versions?normalize=true", Schemas.V2))
                .isEqualTo(json("{'id':2}"));
        assertThat(get("/subjects")).isEqualTo(json("['a-value']"));
        assertThat(get("/subjects/a-value/versions")).isEqualTo(json("[1,2]"));

        JsonNode second = get("/subjects/a-value/versions/2");
        assertThat(second.path("subject").asText()).isEqualTo("a-value");
        assertThat(second.path("version").asInt()).isEqualTo(2);
        assertThat(second.path("id").asInt()).isEqualTo(2);
        assertThat(new Schema.Parser().parse(second.path("schema").asText())).isEqualTo(Schemas.V2);
        assertThat(get("/subjects/a-value/versions/latest")).isEqualTo(second);
        assertThat(get("/subjects/a-value/versions/-1")).isEqualTo(second);
        assertThat(post("/subjects/a-value", Schemas.V2)).isEqualTo(second);
        assertThat(get("/subjects/a-value/versions/1/schema")).isEqualTo(JSON.readTree(Schemas.V1.toString()));
    }

    @Test
    void findsById() throws Exception {
        post("/subjects/a-value/versions", Schemas.V1);
        post("/subjects/b-value/versions", Schemas.V1);

        assertThat(new Schema.Parser()
                        .parse(get("/schemas/ids/1").path("schema").asText()))
                .isEqualTo(Schemas.V1);
        assertThat(get("/schemas/ids/1/schema")).isEqualTo(JSON.readTree(Schemas.V1.toString()));
        assertThat(get("/schemas/ids/1/subjects")).isEqualTo(json("['a-value','b-value']"));
        assertThat(get("/schemas/ids/1/versions"))
                .isEqualTo(json("[{'subject':'a-value','version':1},{'subject':'b-value','version':1}]"));
        assertThat(get("/schemas/types")).isEqualTo(json("['AVRO']"));
    }

    @Test
    void decodesSubjects() throws Exception {
        post("/subjects/a%2Fb%20c+d/versions", Schemas.V1);

        assertThat(get("/subjects")).isEqualTo(json("['a/b c+d']"));
    }

    @Test
    void checksCompatibility() throws Exception {
        post("/subjects/a-value/versions", Schemas.V1);

        assertThat(post("/compatibility/subjects/a-value/versions/latest", Schemas.V2))
                .isEqualTo(json("{'is_compatible':true,'messages':[]}"));
        JsonNode refused = post("/compatibility/subjects/a-value/versions/1?verbose=true", Schemas.INCOMPATIBLE);
        assertThat(refused.path("is_compatible").asBoolean()).isFalse();
        assertThat(refused.path("messages").path(0).asText()).contains("mandatory");
        assertThat(post("/compatibility/subjects/a-value/versions", Schemas.INCOMPATIBLE)
                        .path("is_compatible")
                        .asBoolean())
                .isFalse();
        assertThat(get("/config")).isEqualTo(json("{'compatibilityLevel':'BACKWARD'}"));
        assertThat(get("/config/a-value")).isEqualTo(json("{'compatibilityLevel':'BACKWARD'}"));
        assertThat(get("/mode")).isEqualTo(json("{'mode':'READWRITE'}"));
        assertThat(get("/")).isEqualTo(json("{}"));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "GET, /nowhere, , 404, 404",
                "GET, /subjects/%zz/versions, , 400, 400",
                "DELETE, /subjects/a-value, , 405, 405",
                "PUT, /config, `{\"compatibility\":\"NONE\"}`, 405, 405",
                "GET, /subjects/b-value/versions, , 404, 40401",
                "GET, /subjects/a-value/versions/2, , 404, 40402",
                "GET, /subjects/a-value/versions/0, , 422, 42202",
                "GET, /subjects/a-value/versions/99999999999, , 422, 42202",
                "GET, /schemas/ids/7, , 404, 40403",
                "GET, /schemas/ids/x, , 404, 404",
                "POST, /subjects/a-value, `{\"schema\":\"\\\"string\\\"\"}`, 404, 40403",
                "POST, /subjects/a-value/versions, `{\"schema\":\"nonsense\"}`, 422, 42201",
                "POST, /subjects/a-value/versions, `{}`, 422, 42201",
                "POST, /subjects/a-value/versions, `{`, 400, 400",
                "POST, /subjects/a-value/versions, ``, 422, 42201",
                "POST, /subjects/a-value/versions, `{\"schema\":\"\\\"string\\\"\"}`, 409, 409",
                "POST, /subjects/c/versions, `{\"schema\":\"{}\",\"schemaType\":\"JSON\"}`, 422, 42201"
            })
    void refusesWithStatusAndCode(String method, String path, String body, int status, int code) throws Exception {
        // Given
        post("/subjects/a-value/versions", Schemas.V1);

        // When
        ConfluentApi.Response response = api.handle(method, path, body == null ? new byte[0] : body.getBytes(UTF_8));

        // Then
        JsonNode answer = JSON.readTree(response.body());
        assertThat(response.status()).isEqualTo(status);
        assertThat(answer.path("error_code").asInt()).isEqualTo(code);
        assertThat(answer.path("message").asText()).isNotEmpty();
        assertThat(response.contentType()).isEqualTo("application/vnd.schemaregistry.v1+json");
    }

    private JsonNode get(String path) throws Exception {
        return answered(api.handle("GET", path, new byte[0]));
    }

    private JsonNode post(String path, Schema schema) throws Exception {
        byte[] body = JSON.writeValueAsBytes(JSON.createObjectNode().put("schema", schema.toString()));
        return answered(api.handle("POST", path, body));
    }

    private static JsonNode answered(ConfluentApi.Response response) throws Exception {
        JsonNode answer = JSON.readTree(response.body());
        assertThat(response.status()).as("%s", answer).isEqualTo(200);
        return answer;
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text.replace('\'', '"'));
    }
}
