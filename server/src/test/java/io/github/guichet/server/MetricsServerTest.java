package io.github.guichet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.server.ListenAddress.Inet;
import io.github.guichet.server.ListenAddress.Unix;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class MetricsServerTest {

    private static final Map<String, Supplier<HttpPage>> PAGES = Map.of(
            "/",
            () -> new HttpPage(Map.of("Content-Type", "text/html; charset=utf-8", "X-Page", "yes"), "<p>é</p>"),
            "/defect",
            () -> {
                throw new IllegalStateException("defect");
            });

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final List<String> notReady = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final MetricsServer server;

    /** Less patience than the default, before the JDK's server is first used. */
    @BeforeAll
    static void hurry() {
        System.setProperty("sun.net.httpserver.maxReqTime", "2");
    }

    MetricsServerTest() throws Exception {
        JvmFamilies.register(registry);
        server = MetricsServer.start(
                new Inet("127.0.0.1", 0),
                registry,
                () -> notReady,
                PAGES,
                () -> PageHosts.of(List.of("status.example.org")));
    }

    @AfterEach
    void close() {
        server.close();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().port() + path));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void servesTheMetricsOfADaemonAndOfTheJvm() throws Exception {
        DaemonMeter meter = new DaemonMetrics(registry).daemon("socketmap");
        meter.opened();
        meter.refused();
        meter.protocolError();
        meter.internalError();
        meter.answered(1_500_000);

        HttpResponse<String> response = get("/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
        assertThat(response.body())
                .contains("guichet_connections{daemon=\"socketmap\"} 1.0\n")
                .contains("guichet_connections_refused_total{daemon=\"socketmap\"} 1.0\n")
                .contains("guichet_requests_total{daemon=\"socketmap\"} 1.0\n")
                .contains("guichet_protocol_errors_total{daemon=\"socketmap\"} 1.0\n")
                .contains("guichet_internal_errors_total{daemon=\"socketmap\"} 1.0\n")
                .contains("guichet_request_seconds_bucket{daemon=\"socketmap\",le=\"0.001\"} 0\n")
                .contains("guichet_request_seconds_bucket{daemon=\"socketmap\",le=\"0.0025\"} 1\n")
                .contains("guichet_request_seconds_count{daemon=\"socketmap\"} 1\n")
                .contains("guichet_request_seconds_sum{daemon=\"socketmap\"} 0.0015\n")
                .contains("jvm_memory_used_bytes");
    }

    @Test
    void servesAScraperThatWantsProtobuf() throws Exception {
        HttpResponse<byte[]> response = client.send(
                request("/metrics")
                        .header(
                                "Accept",
                                "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited")
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/vnd.google.protobuf"));
        assertThat(response.body()).isNotEmpty();
    }

    @Test
    void isLiveAndReady() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").body()).isEqualTo("ready\n");
    }

    @Test
    void saysWhyItIsNotReadyAndStaysLive() throws Exception {
        notReady.add("source db: down");
        notReady.add("source directory: down");

        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body()).isEqualTo("source db: down\nsource directory: down\n");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void givesOutPagesWithTheirHeaders() throws Exception {
        assertThat(get("/").body()).isEqualTo("<p>é</p>");
        assertThat(get("/").headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(get("/?x=y").statusCode()).isEqualTo(200);
        HttpRequest head =
                request("/").method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
        HttpResponse<String> answer = client.send(head, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValue("X-Page")).contains("yes");
        assertThat(get("/defect").statusCode()).isEqualTo(500);
        assertThat(get("/nothing").body()).isEqualTo("/metrics, /health/live, /health/ready, /, /defect\n");
    }

    @Test
    void givesOutPagesUnderItsOwnNamesOnly() {
        PageHosts hosts = PageHosts.of(List.of("Status.example.org"));
        for (String ours : List.of(
                "",
                "127.0.0.1:9108",
                "10.1.2.3",
                "[::1]:9108",
                "localhost:9108",
                "guichet.localhost",
                "mail",
                "status.example.org:9108",
                "STATUS.example.org.")) {
            assertThat(hosts.allow(ours)).as(ours).isTrue();
        }
        for (String lure : List.of(
                "evil.example:9108",
                "status.example.org.evil.example",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "1.2.3.evil:80")) {
            assertThat(hosts.allow(lure)).as(lure).isFalse();
        }
    }

    @Test
    void knowsNoOtherPathAndNoOtherMethod() throws Exception {
        assertThat(get("/metrics/").statusCode()).isEqualTo(404);
        assertThat(get("/metricsx").statusCode()).isEqualTo(404);
        HttpRequest post = request("/metrics")
                .POST(HttpRequest.BodyPublishers.ofString("x"))
                .build();
        assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
        HttpRequest head = request("/health/live")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(client.send(head, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void answersOthersWhileSomeSendTheirRequestsSlowly() throws Exception {
        List<Peer> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                slow.add(Peer.connect(server.address()).send("GET /metrics HT"));
            }

            assertThat(get("/health/live").statusCode()).isEqualTo(200);
        } finally {
            for (Peer peer : slow) {
                peer.close();
            }
        }
    }

    @Test
    void closesAConnectionThatDoesNotCompleteItsRequest() throws Exception {
        try (Peer peer = Peer.connect(server.address())) {
            assertThat(peer.send("GET /metrics HT").readToEnd()).doesNotContain("200");
        }
    }

    @Test
    void servesAgainAfterMoreSlowClientsThanThreads() throws Exception {
        List<Peer> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                slow.add(Peer.connect(server.address()).send("GET /metrics HT"));
            }
            for (Peer peer : slow) {
                peer.readToEnd();
            }

            assertThat(get("/health/live").statusCode()).isEqualTo(200);
        } finally {
            for (Peer peer : slow) {
                peer.close();
            }
        }
    }

    @Test
    void refusesAUnixSocketAndATakenPort() {
        assertThatThrownBy(() -> MetricsServer.start(
                        Unix.at(Path.of("/tmp/s")),
                        registry,
                        () -> notReady,
                        PAGES,
                        () -> PageHosts.of(List.of("status.example.org"))))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining("Prometheus scrapes TCP only");
        assertThatThrownBy(() -> MetricsServer.start(
                        server.address(),
                        new PrometheusRegistry(),
                        () -> notReady,
                        PAGES,
                        () -> PageHosts.of(List.of("status.example.org"))))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining("cannot listen on inet:127.0.0.1:");
    }
}
