package io.github.guichet.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.github.guichet.server.ListenAddress.Inet;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a monitoring system asks over HTTP: {@code /metrics} for Prometheus in whatever format it wants, {@code /health/live} (200
 * as long as the process runs) and {@code /health/ready} (200, or 503 with a line for each reason). And pages for people.
 *
 * <p>Runs on its own few threads. A client that sends or reads slowly holds one of them for a limited time, and the daemons none.
 */
public final class MetricsServer implements AutoCloseable {

    private static final Logger LOGGER = LoggerFactory.getLogger(MetricsServer.class);
    private static final int MAX_THREADS = 16;
    private static final int BACKLOG = 64;

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final HttpHandler metrics;
    private final Supplier<List<String>> notReady;
    private final Map<String, Supplier<HttpPage>> pages;
    private final Supplier<PageHosts> hosts;
    private final Inet address;

    private MetricsServer(
            HttpServer server,
            Inet asked,
            PrometheusRegistry registry,
            Supplier<List<String>> notReady,
            Map<String, Supplier<HttpPage>> pages,
            Supplier<PageHosts> hosts) {
        this.pages = Map.copyOf(pages);
        this.hosts = hosts;
        this.server = server;
        this.metrics = new MetricsHandler(registry);
        this.notReady = notReady;
        this.address = new Inet(asked.host(), server.getAddress().getPort());
        this.threads = new ThreadPoolExecutor(
                0,
                MAX_THREADS,
                30,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new DefaultThreadFactory("guichet-http", true));
    }

    /**
     * Starts to answer.
     *
     * @param address a TCP address; a scraper speaks no Unix sockets
     * @param notReady why the process should get no work now, a line for each reason; empty when it is ready. Asked on a thread
     *     of this server; may block for a moment
     * @param pages more pages, by their paths; made on a thread of this server when somebody asks
     * @param hosts under which names those pages are given out; asked for each page
     * @throws ListenException when the address cannot be bound
     */
    public static MetricsServer start(
            ListenAddress address,
            PrometheusRegistry registry,
            Supplier<List<String>> notReady,
            Map<String, Supplier<HttpPage>> pages,
            Supplier<PageHosts> hosts)
            throws ListenException {
        if (!(address instanceof Inet inet)) {
            throw new ListenException("metrics: " + address + ": Prometheus scrapes TCP only; use inet:host:port");
        }
        limitTimes();
        InetSocketAddress socket = new InetSocketAddress(inet.host(), inet.port());
        if (socket.isUnresolved()) {
            throw new ListenException("metrics: " + address + ": the name '" + inet.host() + "' has no address");
        }
        HttpServer server;
        try {
            server = HttpServer.create(socket, BACKLOG);
        } catch (IOException e) {
            throw new ListenException("metrics: cannot listen on " + address + ": " + e.getMessage(), e);
        }
        MetricsServer metrics = new MetricsServer(server, inet, registry, notReady, pages, hosts);
        server.setExecutor(metrics.threads);
        server.createContext("/", metrics::handle);
        server.start();
        LOGGER.info("metrics: http://{}:{}/metrics", hostInUrl(inet.host()), metrics.address.port());
        return metrics;
    }

    /** Where it listens; an asked port 0 is the real one here. */
    public Inet address() {
        return address;
    }

    /** Stops at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /**
     * The JDK's server has no time limits unless these properties are set before its first use; the third spares a delay of 40 ms per
     * scrape. What the administrator set with -D is kept.
     */
    private static void limitTimes() {
        setDefault("sun.net.httpserver.maxReqTime", "10");
        setDefault("sun.net.httpserver.maxRspTime", "30");
        setDefault("sun.net.httpserver.nodelay", "true");
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            answer(exchange, 405, "only GET and HEAD\n");
            return;
        }
        switch (exchange.getRequestURI().getPath()) {
            case "/metrics" -> metrics.handle(exchange);
            case "/health/live" -> answer(exchange, 200, "live\n");
            case "/health/ready" -> ready(exchange);
            default -> page(exchange);
        }
    }

    private void page(HttpExchange exchange) throws IOException {
        Supplier<HttpPage> page = pages.get(exchange.getRequestURI().getPath());
        if (page == null) {
            StringBuilder there = new StringBuilder("/metrics, /health/live, /health/ready");
            new TreeSet<>(pages.keySet()).forEach(path -> there.append(", ").append(path));
            answer(exchange, 404, there.append('\n').toString());
            return;
        }
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (!hosts.get().allow(host == null ? "" : host)) {
            answer(exchange, 421, PageHosts.REFUSAL);
            return;
        }
        HttpPage made;
        try {
            made = page.get();
        } catch (RuntimeException e) {
            LOGGER.warn("metrics: a page cannot be made because of a defect", e);
            answer(exchange, 500, "internal error, see the log of guichet\n");
            return;
        }
        made.headers().forEach(exchange.getResponseHeaders()::set);
        send(exchange, 200, made.body());
    }

    private void ready(HttpExchange exchange) throws IOException {
        List<String> reasons;
        try {
            reasons = notReady.get();
        } catch (RuntimeException e) {
            LOGGER.warn("metrics: cannot tell whether the process is ready", e);
            reasons = List.of("internal error, see the log of guichet");
        }
        if (reasons.isEmpty()) {
            answer(exchange, 200, "ready\n");
        } else {
            answer(exchange, 503, String.join("\n", reasons) + "\n");
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        send(exchange, status, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (!head) {
                out.write(body);
            }
        }
    }

    private static String hostInUrl(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }
}
