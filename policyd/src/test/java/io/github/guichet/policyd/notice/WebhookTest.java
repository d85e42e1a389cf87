package io.github.guichet.policyd.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.guichet.server.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Posting to a server of somebody else. */
class WebhookTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String KEY = "s3cret\u00fc";

    private record Post(String path, String body, String signature, String id, String type) {}

    /** What the server does with a request. */
    @FunctionalInterface
    private interface Behaviour {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final List<Post> posts = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private volatile Behaviour behaviour = exchange -> exchange.sendResponseHeaders(204, -1);

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            posts.add(new Post(
                    exchange.getRequestURI().toString(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Guichet-Signature")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Guichet-Notice")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))));
            behaviour.answer(exchange);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private Webhook webhook(Optional<Secret> secret, Duration longest) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook/t0ken?a=b");
        return new Webhook(new WebhookConfig(url, secret), InstantSource.fixed(Breaches.NOW), longest);
    }

    private static String send(Webhook webhook) throws NoticeException, InterruptedException {
        try {
            return webhook.send(Breaches.notice(Breaches.of(Breach.Kind.OVER, "alice@example.org")));
        } finally {
            webhook.close();
        }
    }

    private NoticeException failure(Duration longest) {
        return catchThrowableOfType(NoticeException.class, () -> send(webhook(Optional.empty(), longest)));
    }

    @Test
    void isSignedSoThatTheReceiverCanCheckIt() throws Exception {
        assertThat(send(webhook(Optional.of(new Secret(KEY)), LONG))).endsWith("answered with status 204");
        Post post = posts.get(0);
        assertThat(post.path()).isEqualTo("/hook/t0ken?a=b");
        assertThat(post.type()).isEqualTo("application/json");
        assertThat(post.id()).isEqualTo("00000000-0000-0000-0000-000000000001");
        assertThat(post.body()).contains("\"login\":\"alice@example.org\"");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected = mac.doFinal(("1795284000." + post.body()).getBytes(StandardCharsets.UTF_8));
        assertThat(post.signature())
                .isEqualTo("t=1795284000,v1=" + java.util.HexFormat.of().formatHex(expected));
    }

    @Test
    void withoutASecretThereIsNoSignature() throws Exception {
        assertThat(send(webhook(Optional.empty(), LONG))).isNotEmpty();
        assertThat(posts.get(0).signature()).isEqualTo("null");
    }

    @ParameterizedTest
    @CsvSource({"500, true", "503, true", "429, true", "408, true", "404, false", "400, false", "410, false"})
    void whatMayBeDifferentNextTimeIsTriedAgain(int status, boolean again) {
        behaviour = exchange -> exchange.sendResponseHeaders(status, -1);
        NoticeException failure = failure(LONG);
        assertThat(failure).hasMessageEndingWith("answered with status " + status);
        assertThat(failure.again()).isEqualTo(again);
        assertThat(failure.getMessage()).doesNotContain("t0ken");
    }

    @Test
    void aRedirectIsNotFollowed() {
        behaviour = exchange -> {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
            exchange.sendResponseHeaders(307, -1);
        };
        assertThat(failure(LONG)).hasMessageContaining("redirects are not followed");
        assertThat(posts).hasSize(1);
    }

    @Test
    void aServerThatIsSlowIsNotWaitedFor() {
        behaviour = exchange -> hang();
        NoticeException failure = failure(Duration.ofMillis(300));
        assertThat(failure.again()).isTrue();
        assertThat(posts).hasSize(1);
    }

    @Test
    void aBodyWithoutEndIsNotWaitedFor() throws Exception {
        behaviour = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(new byte[100]);
            exchange.getResponseBody().flush();
            hang();
        };
        assertThat(send(webhook(Optional.empty(), LONG))).endsWith("status 200");
    }

    private void hang() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aServerThatIsNotThereIsTriedAgainAndItsTokenIsNotShown() {
        Webhook webhook = webhook(Optional.empty(), LONG);
        server.stop(0);
        NoticeException failure = catchThrowableOfType(NoticeException.class, () -> send(webhook));
        assertThat(failure.again()).isTrue();
        assertThat(failure.getMessage()).contains("cannot be reached").doesNotContain("t0ken");
    }

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example.org/x, false, true",
        "http://127.0.0.1:8080/x, false, true",
        "http://localhost/x, false, true",
        "http://[::1]:1/x, false, true",
        "http://hooks.example.org/x, false, false",
        "http://hooks.example.org/x, true, true",
        "http://127.0.0.1.example.org/, false, false",
        "http://localhost@evil.example/, true, false",
        "https://user:pass@example.org/, false, false",
        "ftp://example.org/, true, false",
        "/hook, true, false",
        "https:///hook, true, false",
        "https://example.org/ x, true, false",
        "https://example.org:99999/, true, false"
    })
    void onlySomeAddressesAreTaken(String url, boolean allowHttp, boolean taken) {
        assertThat(WebhookConfig.wrong(url, allowHttp).isEmpty()).isEqualTo(taken);
    }

    @Test
    void itsAddressAndSecretAreNotShown() {
        WebhookConfig config = new WebhookConfig(
                URI.create("https://hooks.example.org:8443/services/t0ken"), Optional.of(new Secret(KEY)));
        assertThat(config.toString()).isEqualTo("WebhookConfig[https://hooks.example.org:8443]");
    }
}
