/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.load;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An MCP client over one keep-alive socket that costs next to nothing, so that a load measures what it calls. Speaks
 * just enough HTTP/1.1 for answers with a length or in chunks. Not thread-safe.
 */
public final class LeanClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;
    private static final String STATELESS_META =
            ",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String head;
    private final Form form;
    private final byte[] buffer = new byte[16 * 1024];
    private int from;
    private int to;
    private String session = "";
    private int nextId = 1;

    /** An HTTP answer: its status and body. */
    public record Answer(int status, String body) {
        /** Whether it holds a JSON-RPC result that is no tool error. */
        public boolean succeeded() {
            return status == 200 && body.contains("\"result\"") && !body.contains("\"isError\":true");
        }
    }

    /** The same for calls that are answered by one JSON text. */
    public LeanClient(URI endpoint, String token) throws IOException {
        this(endpoint, token, Form.JSON);
    }

    /**
     * Connects, and initializes an MCP session where the form has one.
     *
     * @param token bearer token, or empty for none
     * @throws IOException when the server cannot be reached or refuses the session
     */
    public LeanClient(URI endpoint, String token, Form form) throws IOException {
        this.form = form;
        boolean stateless = form == Form.STATELESS;
        socket = new Socket(endpoint.getHost(), endpoint.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
        head = "POST " + endpoint.getPath() + " HTTP/1.1\r\nHost: " + endpoint.getAuthority()
                + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"
                + "MCP-Protocol-Version: " + (stateless ? "2026-07-28" : "2025-06-18") + "\r\n"
                + (stateless ? "Mcp-Method: tools/call\r\nMcp-Name: " + form.tool() + "\r\n" : "")
                + (token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n");
        if (!stateless) {
            initialize();
        }
    }

    /** Calls the tool of the form with one {@code ref} argument and the given padding. */
    public Answer call(String ref, String padding) throws IOException {
        return callTool(form.tool(), ref, padding);
    }

    /** Calls a tool with one {@code ref} argument and the given padding. */
    public Answer callTool(String tool, String ref, String padding) throws IOException {
        return post(LeanMessages.toolCall(nextId++, tool, ref, padding, form == Form.STATELESS ? STATELESS_META : ""));
    }

    /** Ends the session of a server that has a process for each; others forget theirs. */
    @Override
    public void close() throws IOException {
        try (socket) {
            if (form == Form.STDIO && !session.isEmpty()) {
                Answer unused = send("DELETE" + head.substring("POST".length()), new byte[0]);
            }
        }
    }

    private void initialize() throws IOException {
        Answer answer = post(LeanMessages.initialize(nextId++));
        if (!answer.succeeded()) {
            throw new IOException("initialize was answered with status " + answer.status() + ": " + answer.body());
        }
        post(LeanMessages.INITIALIZED);
    }

    private Answer post(String json) throws IOException {
        return send(head, json.getBytes(StandardCharsets.UTF_8));
    }

    private Answer send(String requestHead, byte[] body) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream(requestHead.length() + body.length + 160);
        request.writeBytes((requestHead + session + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        request.writeBytes(body);
        request.writeTo(out);
        out.flush();
        return read();
    }

    private Answer read() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        int length = 0;
        boolean chunked = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String header = line.toLowerCase(Locale.ROOT);
            if (header.startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).trim());
            } else if (header.startsWith("transfer-encoding:")) {
                chunked = header.endsWith("chunked");
            } else if (header.startsWith("mcp-session-id:")) {
                session = "Mcp-Session-Id: " + line.substring(15).trim() + "\r\n";
            }
        }
        byte[] body = chunked ? chunks() : exactly(length);
        return new Answer(status, new String(body, StandardCharsets.UTF_8));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.writeBytes(exactly(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; ) {
            if (from == to) {
                fill();
            }
            int count = Math.min(length - at, to - from);
            System.arraycopy(buffer, from, bytes, at, count);
            from += count;
            at += count;
        }
        return bytes;
    }

    /** A line of the head, which is far shorter than the buffer. */
    private String line() throws IOException {
        int end = from;
        while (true) {
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            if (end < to) {
                break;
            }
            System.arraycopy(buffer, from, buffer, 0, to - from);
            end -= from;
            to -= from;
            from = 0;
            fill();
        }
        int length = end - from - (end > from && buffer[end - 1] == '\r' ? 1 : 0);
        String line = new String(buffer, from, length, StandardCharsets.ISO_8859_1);
        from = end + 1;
        return line;
    }

    /** Reads more behind what is there; at least one byte. */
    private void fill() throws IOException {
        if (from == to) {
            from = 0;
            to = 0;
        }
        int count = in.read(buffer, to, buffer.length - to);
        if (count <= 0) {
            throw new EOFException("The connection ended before the end of an answer");
        }
        to += count;
    }
}
