/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OfferedTasksTest {
    private static final String TASKS = "\"tasks\":{\"cancel\":{},\"requests\":{\"tools\":{\"call\":{}}}},";

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String announced(String response) {
        return new String(OfferedTasks.announced(utf8(response)), StandardCharsets.UTF_8);
    }

    private static String listed(String tools) {
        String response = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"tools\":[" + tools
                + "],\"x\":{\"tools\":[{\"name\":\"n\"}]}}}";
        String listed = new String(OfferedTasks.listed(utf8(response)), StandardCharsets.UTF_8);
        assertThat(listed).endsWith("],\"x\":{\"tools\":[{\"name\":\"n\"}]}}}");
        return listed.substring(listed.indexOf('[') + 1, listed.indexOf("],\"x\""));
    }

    @Test
    void areAnnouncedWhereAServerWithToolsHasNone() {
        assertThat(
                        announced(
                                "{\"id\":1,\"result\":{ \"capabilities\" : { \"tools\":{\"é\":1.0} },\"protocolVersion\":\"2025-11-25\"}}"))
                .isEqualTo("{\"id\":1,\"result\":{ \"capabilities\" : {" + TASKS
                        + " \"tools\":{\"é\":1.0} },\"protocolVersion\":\"2025-11-25\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'result':{'capabilities':{'tools':{},'tasks':{}},'protocolVersion':'2025-11-25'}}",
                "{'result':{'capabilities':{'prompts':{}},'protocolVersion':'2025-11-25'}}",
                "{'result':{'capabilities':{},'protocolVersion':'2025-11-25'}}",
                "{'result':{'capabilities':{'tools':{}},'protocolVersion':'2025-06-18'}}",
                "{'result':{'capabilities':[],'protocolVersion':'2025-11-25'}}",
                "{'result':{'protocolVersion':'2025-11-25'}}",
                "{'result':7}",
                "{'error':{'capabilities':{'tools':{}},'protocolVersion':'2025-11-25'}}",
            })
    void areNotAnnouncedElsewhere(String response) {
        byte[] bytes = utf8(response.replace('\'', '"'));
        assertThat(OfferedTasks.announced(bytes)).isSameAs(bytes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name':'t'} | {'execution':{'taskSupport':'optional'},'name':'t'}",
                "{'name':'a'},{'name':'b'} | {'execution':{'taskSupport':'optional'},'name':'a'},{'execution':{'taskSupport':'optional'},'name':'b'}",
                "{'name':'t','execution':{}} | {'name':'t','execution':{'taskSupport':'optional'}}",
                "{'name':'t','execution':{'x':1}} | {'name':'t','execution':{'taskSupport':'optional','x':1}}",
                "{'name':'t','execution':{'taskSupport':'forbidden'}} | {'name':'t','execution':{'taskSupport':'forbidden'}}",
                "{'name':'t','execution':3} | {'name':'t','execution':3}",
                "{},7,[{'name':'t'}] | {},7,[{'name':'t'}]",
            })
    void areOptionalForToolsThatSayNothingOfThem(String tools, String offered) {
        assertThat(listed(tools.replace('\'', '"'))).isEqualTo(offered.replace('\'', '"'));
    }
}
