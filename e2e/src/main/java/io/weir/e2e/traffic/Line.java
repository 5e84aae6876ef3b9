/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.e2e.traffic;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/** A client's way to Weir: one connection at a time, kept while it is of use. For one thread. */
final class Line implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 40_000;

    private final URI endpoint;
    private final String token;
    private Wire wire;

    Line(URI endpoint, String token) {
        this.endpoint = endpoint;
        this.token = token;
    }

    /** A line of the same person's, for what is sent meanwhile. */
    Line another() {
        return new Line(endpoint, token);
    }

    /** @param headers lines that each end with CR LF */
    void sendPost(String headers, String body) throws IOException {
        wire().write(
                        head("POST", headers)
                                + "Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n",
                        body);
    }

    void sendGet(String headers) throws IOException {
        wire().write(head("GET", headers) + "Accept: text/event-stream\r\n", "");
    }

    void sendDelete(String headers) throws IOException {
        wire().write(head("DELETE", headers), "");
    }

    Wire.Head readHead() throws IOException {
        return wire.readHead();
    }

    String readBody(Wire.Head head) throws IOException {
        return wire.readBody(head);
    }

    Events events() {
        return new Events(wire);
    }

    /** Posts, and reads the answer to its end; its status. */
    int post(String headers, String body) throws IOException {
        sendPost(headers, body);
        Wire.Head head = readHead();
        readBody(head);
        return head.status();
    }

    private String head(String method, String headers) {
        return method + " " + endpoint.getPath() + " HTTP/1.1\r\nHost: " + endpoint.getAuthority()
                + "\r\nAuthorization: Bearer " + token + "\r\n" + headers;
    }

    private Wire wire() throws IOException {
        if (wire == null) {
            wire = new Wire(new Socket(endpoint.getHost(), endpoint.getPort()), TIMEOUT_MILLIS);
        }
        return wire;
    }

    /** Drops the connection; the next request makes another. */
    @Override
    public void close() {
        if (wire != null) {
            wire.close();
            wire = null;
        }
    }
}
