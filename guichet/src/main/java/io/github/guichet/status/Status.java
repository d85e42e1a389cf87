package io.github.guichet.status;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The status of the running process. Between two questions it only takes a sample every ten seconds. Safe for use by many threads.
 */
public final class Status implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Status.class);

    private final String version;
    private final ServerView server;
    private final PrometheusRegistry registry;
    private final RecentErrors errors;
    private final StatusSampler sampler;
    private final Instant started = Instant.now();
    private final ScheduledThreadPoolExecutor timer;

    private Status(String version, ServerView server, PrometheusRegistry registry, RecentErrors errors) {
        this.version = version;
        this.server = server;
        this.registry = registry;
        this.errors = errors;
        this.sampler = new StatusSampler(System.nanoTime(), Figures.NONE, errors.total());
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "guichet-status");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Begins to take samples.
     *
     * @param version of guichet
     * @param server what the process has
     * @param registry what it counts
     * @param errors what it logs
     */
    public static Status start(String version, ServerView server, PrometheusRegistry registry, RecentErrors errors) {
        Status status = new Status(version, server, registry, errors);
        long step = StatusSampler.STEP.toMillis();
        status.timer.scheduleAtFixedRate(status::sample, step, step, TimeUnit.MILLISECONDS);
        return status;
    }

    private void sample() {
        try {
            sampler.sample(System.nanoTime(), Figures.of(registry), errors.total());
        } catch (RuntimeException e) {
            LOG.warn("status: cannot take a sample", e); // and the next one in ten seconds
        }
    }

    StatusReport report() {
        long now = System.nanoTime();
        StatusSampler.Moment start = sampler.windowStart();
        Figures total = Figures.of(registry);
        StatusReporter reporter = new StatusReporter(total, total.minus(start.figures()));
        return new StatusReport(
                version,
                ProcessHandle.current().pid(),
                Instant.now(),
                started,
                Duration.ofNanos(Math.max(0, now - start.nanos())),
                reporter.daemons(server.daemons()),
                reporter.sources(server.sources()),
                reporter.maps(server.maps()),
                reporter.logIns(),
                reporter.policy(),
                reporter.milter(),
                errors.newestFirst(),
                errors.total(),
                sampler.trends());
    }

    /** Whether no source is down, and the report as one JSON object. */
    public Rendered json() {
        StatusReport report = report();
        return new Rendered(report.healthy(), StatusJson.of(report));
    }

    /** Whether no source is down, and the report as lines for people. */
    public Rendered text(TextStyle style) {
        StatusReport report = report();
        return new Rendered(report.healthy(), new StatusText(report, style).text());
    }

    /**
     * A report that can be shown.
     *
     * @param healthy no source is down
     * @param text the report
     */
    public record Rendered(boolean healthy, String text) {}

    /** Takes no more samples. */
    @Override
    public void close() {
        timer.shutdownNow();
    }
}
