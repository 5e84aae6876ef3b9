/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An MCP server that costs next to nothing, so that a load measures the gateway: one thread, no framework. It answers {@code
 * initialize}, {@code ping} and {@code tools/call}, and counts how often each {@code ref} argument was called: the proof that no
 * call happens twice. Of HTTP/1.1 it knows what gateways send: one request at a time, of a given length.
 */
public final class LeanUpstream implements AutoCloseable {
    /** A tool whose answer is a stream. */
    static final String STREAMING_TOOL = "follow";

    private static final String NOTE =
            "event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\","
                    + "\"params\":{\"level\":\"info\",\"data\":\"looking it up\"}}\n\n";
    private static final int MAX_REQUEST_BYTES = 64 * 1024;

    /** What a connection has sent of its next request. */
    private static final class Request {
        private final byte[] bytes = new byte[MAX_REQUEST_BYTES];
        private int length;
    }

    private final LeanAnswers answers;
    private final Selector selector;
    private final ServerSocketChannel listener;
    private final Thread thread;
    private volatile boolean closing;

    /**
     * Starts on a free loopback port.
     *
     * @param text the text that every tool call answers with; must need no JSON escapes
     */
    public LeanUpstream(String text) throws IOException {
        answers = new LeanAnswers(text);
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        thread = new Thread(this::serve, "lean-upstream");
        thread.setDaemon(true);
        thread.start();
    }

    /** Where an MCP client connects to. */
    public URI uri() {
        return URI.create("http://localhost:" + listener.socket().getLocalPort() + "/mcp");
    }

    /** How often each {@code ref} was called, as this server saw it. */
    public Map<String, AtomicInteger> calls() {
        return answers.calls();
    }

    /** Ends all connections. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        try (selector) {
            while (!closing) {
                selector.select(this::ready);
            }
            selector.keys().forEach(LeanUpstream::end);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                SocketChannel accepted = listener.accept();
                accepted.configureBlocking(false);
                accepted.socket().setTcpNoDelay(true);
                accepted.register(selector, SelectionKey.OP_READ, new Request());
            } else {
                read((SocketChannel) key.channel(), (Request) key.attachment());
            }
        } catch (IOException | RuntimeException e) {
            // The client is gone, or sends what this server does not know.
            end(key);
        }
    }

    private static void end(SelectionKey key) {
        try {
            key.channel().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(SocketChannel client, Request request) throws IOException {
        int count = client.read(ByteBuffer.wrap(request.bytes, request.length, MAX_REQUEST_BYTES - request.length));
        if (count <= 0) {
            throw new IOException("The connection ended, or the request is too long");
        }
        request.length += count;
        String sofar = new String(request.bytes, 0, request.length, StandardCharsets.ISO_8859_1);
        int endOfHead = sofar.indexOf("\r\n\r\n");
        if (endOfHead < 0) {
            return;
        }
        int body = endOfHead + 4;
        if (request.length < body + contentLength(sofar.substring(0, endOfHead))) {
            return;
        }
        ByteBuffer answer = ByteBuffer.wrap(answer(sofar, body));
        request.length = 0;
        while (answer.hasRemaining()) {
            // Answers are smaller than a socket's buffer.
            client.write(answer);
        }
    }

    private static int contentLength(String head) {
        int at = head.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length:");
        if (at < 0) {
            return 0;
        }
        int from = head.indexOf(':', at) + 1;
        int to = head.indexOf('\r', from);
        return Integer.parseInt(
                head.substring(from, to < 0 ? head.length() : to).strip());
    }

    private byte[] answer(String request, int body) {
        if (!request.startsWith("POST ")) {
            return head(request.startsWith("DELETE ") ? "200 OK" : "405 Method Not Allowed", "", 0);
        }
        Optional<String> answer = answers.to(request, body);
        if (answer.isEmpty()) {
            return head("202 Accepted", "", 0);
        }
        String json = answer.get();
        boolean begins = LeanAnswers.isInitialize(request, body);
        boolean streams = request.indexOf("\"name\":\"" + STREAMING_TOOL + "\"", body) >= 0;
        if (streams) {
            json = NOTE + "event: message\ndata: " + json + "\n\n";
        }
        String headers = "Content-Type: " + (streams ? "text/event-stream" : "application/json") + "\r\n"
                + (begins ? "Mcp-Session-Id: " + UUID.randomUUID() + "\r\n" : "");
        byte[] head = head("200 OK", headers, json.length());
        byte[] answerBytes = new byte[head.length + json.length()];
        System.arraycopy(head, 0, answerBytes, 0, head.length);
        System.arraycopy(json.getBytes(StandardCharsets.ISO_8859_1), 0, answerBytes, head.length, json.length());
        return answerBytes;
    }

    private static byte[] head(String status, String headers, int length) {
        return ("HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + length + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }
}
