/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.traffic;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One end of an HTTP/1.1 connection, of a client or of a server: a socket that can be dropped at any point of an exchange, which is
 * what ordinary clients and servers do not offer. Knows bodies of a given length and in chunks. Reads and writes are by one thread
 * each; {@link #close} may come from any.
 */
final class Wire implements AutoCloseable {
    private static final int LF = '\n';
    private static final int MAX_LINE = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(Socket socket, int timeoutMillis) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(timeoutMillis);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /**
     * A request's or an answer's head.
     *
     * @param headers by lower-case name
     */
    record Head(String firstLine, Map<String, String> headers) {

        /** A header, empty if there is none. */
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        int status() {
            return Integer.parseInt(firstLine.split(" ", 3)[1]);
        }

        boolean isEventStream() {
            return header("content-type").startsWith("text/event-stream");
        }
    }

    /** @throws EOFException when the other end has left */
    Head readHead() throws IOException {
        String first = readLine();
        Map<String, String> headers = new TreeMap<>();
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Head(first, headers);
    }

    /** The whole body that follows a head. */
    String readBody(Head head) throws IOException {
        if (!head.header("transfer-encoding").endsWith("chunked")) {
            int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] chunk = readChunk(); chunk.length > 0; chunk = readChunk()) {
            body.writeBytes(chunk);
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    /** The next chunk of a body in chunks; empty at its end. */
    byte[] readChunk() throws IOException {
        int size = Integer.parseInt(readLine(), 16);
        byte[] chunk = in.readNBytes(size);
        if (chunk.length < size) {
            throw new EOFException("The connection ended within a chunk");
        }
        readLine();
        return chunk;
    }

    /** Waits for a moment for the other end to leave; false if it is still there. It must have nothing to say. */
    boolean isLeftWithin(int millis) {
        try {
            int before = socket.getSoTimeout();
            socket.setSoTimeout(millis);
            try {
                return in.read() < 0;
            } catch (SocketTimeoutException stillThere) {
                return false;
            } finally {
                socket.setSoTimeout(before);
            }
        } catch (IOException gone) {
            return true;
        }
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        int next = in.read();
        while (next != LF) {
            if (next < 0 || line.size() > MAX_LINE) {
                throw new EOFException("The connection ended");
            }
            line.write(next);
            next = in.read();
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** Writes a head and a body of a given length. */
    void write(String head, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        writeAll(head + "Content-Length: " + bytes.length + "\r\n\r\n" + body);
    }

    /** Writes a head that chunks follow. */
    void writeChunkedHead(String head) throws IOException {
        writeAll(head + "Transfer-Encoding: chunked\r\n\r\n");
    }

    void writeChunk(String text) throws IOException {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        writeAll(Integer.toHexString(length) + "\r\n" + text + "\r\n");
    }

    void writeLastChunk() throws IOException {
        writeAll("0\r\n\r\n");
    }

    private void writeAll(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
