/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.ingress.jsonrpc.Chats;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One call of a model, and what comes back: a whole answer is one message; one that is streamed is gathered, told in parts, each cut
 * where that changes nothing of what is masked, and in the end told as a whole, which is what counts. At most one part is being
 * decided at a time, and what comes meanwhile is the next.
 */
final class Completion implements UpstreamListener, UpstreamCall {
    private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

    /** So much may wait for the decision on a part before the model is read on more slowly. */
    private static final int MAX_WAITING_CHARS = 16 * 1024;

    private final byte[] id;
    private final PartTimer parts;
    private final UpstreamListener listener;
    private final ChatStream stream;
    private UpstreamCall call;
    private boolean streamed;
    private boolean partUndecided;
    private int unacknowledged;
    private boolean ended;

    /** @param parts null if the answer is told as a whole only */
    Completion(byte[] id, PartTimer parts, int maxMessageBytes, UpstreamListener listener) {
        this.id = id.clone();
        this.parts = parts;
        this.listener = listener;
        this.stream = new ChatStream(maxMessageBytes);
    }

    synchronized UpstreamCall of(UpstreamCall begun) {
        call = begun;
        return this;
    }

    // ---- from the model ----

    @Override
    public synchronized void begun(UpstreamCall begun, String sessionId, boolean asStream) {
        call = begun;
        streamed = asStream;
        listener.begun(this, "", asStream && parts != null);
    }

    @Override
    public synchronized void message(byte[] json) {
        if (ended) {
            return;
        }
        try {
            if (!streamed) {
                listener.message(Chats.response(id, object(Logprobs.without(json))));
            } else if (Arrays.equals(json, DONE)) {
                whole();
            } else {
                chunk(json);
            }
        } catch (IOException e) {
            fail("The model's answer is no JSON object");
        } catch (ChatStream.TooLongException e) {
            fail(e.getMessage());
        }
    }

    private static byte[] object(byte[] json) throws IOException {
        String start = new String(json, 0, Math.min(json.length, 64), StandardCharsets.UTF_8).stripLeading();
        if (!start.startsWith("{")) {
            throw new IOException("No JSON object");
        }
        return json;
    }

    private void chunk(byte[] json) throws IOException, ChatStream.TooLongException {
        ObjectNode chunk = ChatJson.read(json);
        if (chunk.hasNonNull("error")) {
            fail("The model broke its answer off with an error");
            return;
        }
        stream.add(chunk, json.length);
        listener.heard();
        if (partUndecided && stream.waiting() > MAX_WAITING_CHARS) {
            unacknowledged++;
        } else {
            call.consumed();
        }
        tellPart();
    }

    private void tellPart() {
        boolean may = parts != null && !partUndecided && !ended && stream.hasPart();
        if (may && parts.isDue(this::later)) {
            partUndecided = true;
            listener.message(Chats.part(ChatJson.write(stream.takePart())));
        }
    }

    private synchronized void later() {
        parts.isLater();
        tellPart();
    }

    private void whole() {
        ended = true;
        listener.message(Chats.response(id, ChatJson.write(stream.answer())));
        listener.ended(UpstreamEnd.of(UpstreamEnd.Kind.COMPLETE, ""));
    }

    private void fail(String reason) {
        ended = true;
        listener.ended(UpstreamEnd.invalid(reason));
        call.cancel();
    }

    @Override
    public synchronized void ended(UpstreamEnd end) {
        if (ended) {
            return;
        }
        if (streamed && end.kind() == UpstreamEnd.Kind.COMPLETE) {
            // Not every server says when it is done.
            if (stream.isFinished()) {
                whole();
            } else {
                ended = true;
                listener.ended(
                        UpstreamEnd.of(UpstreamEnd.Kind.BROKEN, "The model's stream ended before its answer did"));
            }
        } else {
            ended = true;
            listener.ended(end);
        }
    }

    // ---- from whoever hears it ----

    @Override
    public synchronized void consumed() {
        if (!streamed) {
            call.consumed();
            return;
        }
        partUndecided = false;
        for (; unacknowledged > 0; unacknowledged--) {
            call.consumed();
        }
        tellPart();
    }

    @Override
    public synchronized void wholeOnly() {
        stream.noMoreParts();
    }

    @Override
    public void cancel() {
        UpstreamCall current;
        synchronized (this) {
            current = call;
        }
        // Outside of the lock: it tells the end, by way of this.
        if (current != null) {
            current.cancel();
        }
    }
}
