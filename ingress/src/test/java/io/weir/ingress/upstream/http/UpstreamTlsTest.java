/*
 * Copyright the Weir authors
 *
 * SPDX-License-Identifier: Apache-2.0
 */
package io.weir.ingress.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.Undertow;
import io.weir.ingress.upstream.Upstream;
import io.weir.ingress.upstream.UpstreamCall;
import io.weir.ingress.upstream.UpstreamEnd;
import io.weir.ingress.upstream.UpstreamListener;
import io.weir.ingress.upstream.UpstreamSession;
import io.weir.policy.resource.ConnectionResource;
import io.weir.policy.resource.Resources;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.nio.ssl.TlsStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With whom the gateway speaks TLS, and shows a credential. */
class UpstreamTlsTest {
    private static final String PASSWORD = "changeit";
    private static final int MAX_BYTES = 1 << 16;

    @TempDir
    private static Path directory;

    private static KeyStore keys;

    private final AtomicInteger requests = new AtomicInteger();
    private Undertow server;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = directory.resolve("localhost.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "localhost",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor()).as(said).isZero();
        keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
    }

    @BeforeEach
    void startServer() throws Exception {
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), null, null);
        server = Undertow.builder()
                .addHttpsListener(0, "127.0.0.1", context, exchange -> {
                    requests.incrementAndGet();
                    exchange.setStatusCode(202).endExchange();
                })
                .build();
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop();
    }

    @Test
    void aTrustedServerIsCalled() throws Exception {
        assertThat(call("localhost", trustingOurs())).isEqualTo(UpstreamEnd.Kind.ACCEPTED);
        assertThat(requests).hasValue(1);
    }

    @Test
    void aServerOfAnotherNameIsNot() throws Exception {
        assertThat(call("127.0.0.1", trustingOurs())).isEqualTo(UpstreamEnd.Kind.UNREACHABLE);
        assertThat(requests).hasValue(0);
    }

    @Test
    void aServerThatNobodyVouchesForIsNot() throws Exception {
        TlsStrategy system =
                ClientTlsStrategyBuilder.create().useSystemProperties().buildAsync();
        assertThat(call("localhost", system)).isEqualTo(UpstreamEnd.Kind.UNREACHABLE);
        assertThat(requests).hasValue(0);
    }

    private static TlsStrategy trustingOurs() throws Exception {
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trusted.getTrustManagers(), null);
        return ClientTlsStrategyBuilder.create().setSslContext(context).buildAsync();
    }

    private UpstreamEnd.Kind call(String host, TlsStrategy tls) throws Exception {
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        URI url = URI.create("https://" + host + ":" + address.getPort() + "/mcp");
        CompletableFuture<UpstreamEnd.Kind> ended = new CompletableFuture<>();
        try (HttpRelay client = new HttpRelay(Duration.ofSeconds(5), MAX_BYTES, tls)) {
            byte[] message = "{}".getBytes(StandardCharsets.UTF_8);
            client.post(new Upstream(connection(url)), UpstreamSession.NONE, message, new UpstreamListener() {
                @Override
                public void begun(UpstreamCall call, String sessionId, boolean streamed) {
                    // Ends without a message.
                }

                @Override
                public void message(byte[] json) {
                    ended.completeExceptionally(new AssertionError("There is no message"));
                }

                @Override
                public void ended(UpstreamEnd end) {
                    ended.complete(end.kind());
                }
            });
            return ended.get(20, TimeUnit.SECONDS);
        }
    }

    private static ConnectionResource connection(URI url) throws IOException {
        String yaml = "connection:\n  name: tls\n  kind: mcp\n  url: " + url + "\n  allowedGroups: [all]\n";
        return (ConnectionResource) Resources.parse(yaml).resources().get(0);
    }
}
