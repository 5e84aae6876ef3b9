/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.http;

import io.weir.ingress.upstream.UpstreamEnd;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.impl.async.MinimalHttpAsyncClient;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.nio.AsyncClientEndpoint;
import org.apache.hc.core5.http.nio.AsyncClientExchangeHandler;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * A call as HTTP: leases a connection, sends the request once, hands over the answer, and gives the connection back, or closes
 * it where it cannot carry another request.
 */
final class HttpExchange implements AsyncClientExchangeHandler {
    /** JSON has no charset parameter (RFC 8259, section 11), and not every server expects one. */
    private static final ContentType JSON = ContentType.create("application/json");

    private final HttpCall call;
    private final HttpRequest request;
    private final byte[] content;
    /** Gives its connection back once, however often it is asked to, so a late request to close hits nobody else's. */
    private volatile AsyncClientEndpoint connection;

    private volatile boolean begun;
    private int written;
    private AnswerBody body;

    /** @param content of type {@code application/json}; empty if the request has no body */
    HttpExchange(HttpCall call, HttpRequest request, byte[] content) {
        this.call = call;
        this.request = request;
        this.content = content;
    }

    void start(MinimalHttpAsyncClient http, HttpHost host) {
        // Not to be cancelled, since the connection would then be nobody's; run() looks whether it is still wanted.
        Future<AsyncClientEndpoint> unused = http.lease(host, new FutureCallback<>() {
            @Override
            public void completed(AsyncClientEndpoint leased) {
                run(leased);
            }

            @Override
            public void failed(Exception failure) {
                end();
            }

            @Override
            public void cancelled() {
                end();
            }
        });
    }

    private void run(AsyncClientEndpoint leased) {
        connection = leased;
        if (call.hasEnded()) {
            leased.releaseAndReuse();
            return;
        }
        try {
            leased.execute(this, null);
        } catch (IllegalStateException e) {
            // Closed since the line above, by either side.
            end();
            close();
        }
    }

    /** Closes the connection, unless it was given back. Any thread. */
    void close() {
        AsyncClientEndpoint current = connection;
        if (current != null) {
            current.releaseAndDiscard();
        }
    }

    private void end() {
        if (!call.isCarriedBy(this)) {
            return;
        }
        call.end(
                begun
                        ? UpstreamEnd.of(UpstreamEnd.Kind.BROKEN, "The connection broke before the answer was complete")
                        : UpstreamEnd.of(UpstreamEnd.Kind.UNREACHABLE, "The upstream could not be reached"));
    }

    @Override
    public void produceRequest(RequestChannel channel, HttpContext context) throws HttpException, IOException {
        begun = true;
        EntityDetails entity = content.length == 0 ? null : new BasicEntityDetails(content.length, JSON);
        channel.sendRequest(request, entity, context);
    }

    @Override
    public int available() {
        return content.length - written;
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
        written += channel.write(ByteBuffer.wrap(content, written, content.length - written));
        if (written == content.length) {
            channel.endStream();
        }
    }

    @Override
    public void consumeInformation(HttpResponse response, HttpContext context) {
        // An interim answer (RFC 9110, section 15.2) is no answer.
    }

    @Override
    public void consumeResponse(HttpResponse response, EntityDetails entity, HttpContext context) {
        body = call.open(response, entity == null ? 0 : entity.getContentLength());
        if (body == null) {
            close();
        } else if (entity == null) {
            streamEnd(List.of());
        }
    }

    @Override
    public void updateCapacity(CapacityChannel capacity) {
        if (body != null) {
            body.exhausted(bytes -> {
                try {
                    capacity.update(bytes);
                } catch (IOException e) {
                    // Closed meanwhile; failed() tells.
                }
            });
        }
    }

    @Override
    public void consume(ByteBuffer bytes) {
        if (body == null) {
            return;
        }
        try {
            body.take(bytes);
        } catch (RefusedAnswerException e) {
            call.end(UpstreamEnd.invalid(e.getMessage()));
            body = null;
            close();
        }
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) {
        if (written == content.length) {
            connection.releaseAndReuse();
        } else {
            // Answered before it had read all: the rest would be taken for the next request.
            close();
        }
        if (body != null) {
            body.complete();
        }
    }

    @Override
    public void failed(Exception failure) {
        end();
        close();
    }

    @Override
    public void cancel() {
        end();
        close();
    }

    @Override
    public void releaseResources() {
        close();
    }
}
