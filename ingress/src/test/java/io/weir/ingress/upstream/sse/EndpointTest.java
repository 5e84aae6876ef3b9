/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://h/a/sse | /messages?id=1 | https://h/messages?id=1",
                "https://h/a/sse | messages?id=1 | https://h/a/messages?id=1",
                "https://h/a/sse | ?id=1 | https://h/a/sse?id=1",
                "https://h/sse | https://h:443/m | https://h:443/m",
                "http://h/sse | HTTP://H:80/m | HTTP://H:80/m",
                "http://h:8080/sse | //h:8080/m | http://h:8080/m",
                "http://h | m | http://h/m",
                "http://[::1]:8080/sse | /m | http://[::1]:8080/m",
            })
    void isOfTheSameOrigin(URI url, String reference, URI endpoint) {
        assertThat(Endpoint.resolve(url, reference)).contains(endpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/m",
                "//evil.example/m",
                "http://h/m",
                "https://h:8443/m",
                "https://h.evil.example/m",
                "https://u@h/m",
                "https://h/m#f",
                "mailto:a@h",
                "https:m",
                "",
                " ",
                "/a b",
                "\\\\evil.example\\m",
                "%"
            })
    void anythingElseIsRefused(String reference) {
        assertThat(Endpoint.resolve(URI.create("https://h/sse"), reference)).isEmpty();
    }

    @Test
    void isNotEndless() {
        assertThat(Endpoint.resolve(URI.create("https://h/sse"), "/" + "m".repeat(5000)))
                .isEmpty();
    }
}
