/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.harness;

import io.undertow.server.HttpServerExchange;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A model that streams what a test gives it, chunk by chunk, when the test gives it. */
public final class ChatStreamScript implements ScriptedUpstream.Script {
    private static final String END = "";

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CountDownLatch hungUp = new CountDownLatch(1);

    /** A piece of the first choice's text; it has to need no escapes. */
    public ChatStreamScript text(String piece) {
        return choice("{\"index\":0,\"delta\":{\"content\":\"" + piece + "\"},\"finish_reason\":null}");
    }

    /** A chunk with one choice. */
    public ChatStreamScript choice(String choice) {
        return event(
                "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"m\","
                        + "\"choices\":[" + choice + "]}");
    }

    public ChatStreamScript event(String data) {
        events.add(data);
        return this;
    }

    /** Ends the answer as it should be ended. */
    public ChatStreamScript stop() {
        return choice("{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}")
                .event("[DONE]")
                .end();
    }

    /** Ends the stream, whatever was said. */
    public ChatStreamScript end() {
        events.add(END);
        return this;
    }

    @Override
    public void answer(HttpServerExchange exchange, ScriptedUpstream.Call call) throws Exception {
        OutputStream stream = ScriptedUpstream.stream(exchange);
        stream.flush();
        try {
            for (String data = next(); data != null && !data.equals(END); data = next()) {
                ScriptedUpstream.event(stream, data);
            }
        } catch (java.io.IOException e) {
            hungUp.countDown();
        }
    }

    private String next() throws InterruptedException {
        return events.poll(20, TimeUnit.SECONDS);
    }

    /** Goes on talking until nobody listens. */
    public boolean awaitHangUp() throws InterruptedException {
        for (int i = 0; i < 2_000; i++) {
            text("more and more ");
            if (hungUp.await(10, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }
}
