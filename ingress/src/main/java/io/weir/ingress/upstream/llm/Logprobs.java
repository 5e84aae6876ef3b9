/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.llm;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * The probabilities of tokens repeat an answer's text, token by token: in pieces in which nobody finds what is to be masked. So they
 * are taken out; every other byte stays.
 */
final class Logprobs {
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] NAME = ChatJson.utf8("logprobs");
    private static final byte[] NULL = ChatJson.utf8("null");
    /** Of the answer, of its choices, of one of them. */
    private static final int DEPTH = 3;

    private Logprobs() {}

    /**
     * The answer without them.
     *
     * @throws IOException if it is no JSON
     */
    static byte[] without(byte[] answer) throws IOException {
        if (!mayHave(answer)) {
            return answer;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(answer.length);
        int copied = 0;
        int depth = 0;
        try (JsonParser parser = JSON.createParser(answer)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.FIELD_NAME
                        && depth == DEPTH
                        && parser.currentName().equals("logprobs")) {
                    parser.nextToken();
                    out.write(
                            answer, copied, (int) parser.currentTokenLocation().getByteOffset() - copied);
                    out.writeBytes(NULL);
                    parser.skipChildren();
                    parser.finishToken();
                    copied = (int) parser.currentLocation().getByteOffset();
                }
            }
        }
        out.write(answer, copied, answer.length - copied);
        return out.toByteArray();
    }

    /** A name that is written with escapes is none that clients look for in vain; it is looked into all the same. */
    private static boolean mayHave(byte[] answer) {
        for (int i = 0; i + NAME.length <= answer.length; i++) {
            int matched = 0;
            while (matched < NAME.length && answer[i + matched] == NAME[matched]) {
                matched++;
            }
            if (matched == NAME.length || (answer[i] == '\\' && answer[i + 1] == 'u')) {
                return true;
            }
        }
        return false;
    }
}
