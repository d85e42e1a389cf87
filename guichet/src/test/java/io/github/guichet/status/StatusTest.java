package io.github.guichet.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.SourceState;
import io.github.guichet.server.HttpPage;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatusTest {

    private static final String PEER = "<script>alert(1)</script>\u202e\033[2J";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter lookups = Counter.builder()
            .name("guichet_lookups_total")
            .labelNames("map", "result", "served")
            .register(registry);
    private final Histogram seconds = Histogram.builder()
            .name("guichet_lookup_seconds")
            .classicOnly()
            .classicUpperBounds(0.001, 0.01, 1)
            .labelNames("map", "served")
            .register(registry);
    private final RecentErrors errors = new RecentErrors();

    /** As many maps as nobody has, and a source whose server says what it likes. */
    private record View(int size) implements ServerView {

        @Override
        public List<Daemon> daemons() {
            return List.of(new Daemon("socketmap", List.of("unix:/s"), 3));
        }

        @Override
        public List<Source> sources() {
            return List.of(
                    new Source("db", new SourceState.Down(Instant.EPOCH, PEER)),
                    new Source("other", new SourceState.Up(Instant.EPOCH)));
        }

        @Override
        public List<Asked> maps() {
            return IntStream.range(0, size)
                    .mapToObj(i -> new Asked("map" + i, Optional.of(new Cache(i, 1000L * i, 0))))
                    .toList();
        }
    }

    private Status status(int maps) {
        return Status.start("1.0", new View(maps), registry, errors);
    }

    private void looksUp(String map, String served, int times) {
        lookups.labelValues(map, "found", served).inc(times);
        IntStream.range(0, times).forEach(i -> seconds.labelValues(map, served).observe(0.005));
    }

    @Test
    void tellsHitRatioAndLatencyOfAMap() {
        try (Status status = status(2)) {
            looksUp("map1", "cache", 3);
            looksUp("map1", "source", 1);
            Lookups recent = status.report().busiestMaps().get(0).recent();
            assertThat(recent.all()).isEqualTo(4);
            assertThat(recent.hitRatio()).hasValue(0.75);
            assertThat(recent.latency().median().orElseThrow()).isBetween(0.001, 0.01);
            assertThat(status.json().healthy()).isFalse();
            assertThat(status.json().text()).contains("\"name\":\"map1\"", "\"hit-ratio\":0.75", "\"state\":\"down\"");
        }
    }

    @Test
    void obeysNothingThatAPeerSaid() {
        errors.accept(new LoggedLine(Instant.now(), LoggedLine.Severity.ERROR, PEER));
        try (Status status = status(1)) {
            String html = Objects.requireNonNull(StatusPages.of(status).get("/"))
                    .get()
                    .text();
            assertThat(html).contains("&lt;script&gt;alert(1)&lt;/script&gt;\\u202e\\u001b[2J");
            assertThat(html.split("<script>", -1)).hasSize(2);
            assertThat(html).doesNotContain("style=\"", " src=", "url(", "@import", "https://");
            String text = status.text(new TextStyle(400, 0, true, true, true)).text();
            assertThat(text).contains("\\u001b[2J").doesNotContain("\033[2J").doesNotContain("\u202e");
        }
    }

    @Test
    void fitsATerminalWhateverThereIs() {
        try (Status status = status(1000)) {
            IntStream.range(0, 1000).forEach(i -> looksUp("map" + i, "cache", 1 + i % 3));
            String text = status.text(new TextStyle(60, 24, false, true, false)).text();
            assertThat(text.lines().count()).isLessThanOrEqualTo(24);
            assertThat(text.lines()).allMatch(line -> line.length() <= 60);
            assertThat(text.chars()).allMatch(c -> c < 0x7f);
            assertThat(text).contains("LAST HOUR", "DOWN");
        }
    }

    @Test
    void aThousandMapsStayWithinEveryLimit() {
        try (Status status = status(1000)) {
            IntStream.range(0, 1000).forEach(i -> looksUp("map" + i, "cache", 1));
            assertThat(status.json().text().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(2_000_000);
            HttpPage page =
                    Objects.requireNonNull(StatusPages.of(status).get("/")).get();
            assertThat(page.text().length()).isLessThan(300_000);
            assertThat(page.text()).contains("900 more maps");
            assertThat(page.headers().get("Content-Security-Policy"))
                    .startsWith("default-src 'none'; ")
                    .contains("frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(page.headers())
                    .containsEntry("Cache-Control", "no-store")
                    .containsEntry("Referrer-Policy", "no-referrer");
        }
    }

    @Test
    void remembersAnHourAndNoMore() {
        StatusSampler sampler = new StatusSampler(0, Figures.of(registry), 0);
        long step = StatusSampler.STEP.toNanos();
        for (int i = 1; i <= 500; i++) {
            lookups.labelValues("m", "found", "cache").inc(20);
            sampler.sample(i * step, Figures.of(registry), i);
        }
        StatusReport.Trend trend = sampler.trends().get(0);
        assertThat(trend.series()).isEqualTo(Series.LOOKUPS);
        assertThat(trend.values()).hasSize(StatusSampler.STEPS).containsOnly(2);
        assertThat(500 * step - sampler.windowStart().nanos())
                .isBetween(
                        StatusSampler.WINDOW.toNanos(),
                        StatusSampler.WINDOW.plus(Duration.ofMinutes(1)).toNanos());
        double[] shown = Resampled.of(new double[] {1, 5, 2}, 36);
        assertThat(shown[35]).isEqualTo(5);
        assertThat(shown[34]).isNaN();
        assertThat(Sparkline.of(new double[] {Double.NaN, 0, 1}, 1, true)).isEqualTo(" ▁█");
    }

    @Test
    void keepsTheLastErrorsClipped() {
        IntStream.range(0, 60)
                .forEach(i -> errors.accept(
                        new LoggedLine(Instant.EPOCH, LoggedLine.Severity.WARNING, i + "x".repeat(1000))));
        assertThat(errors.newestFirst()).hasSize(RecentErrors.KEPT);
        assertThat(errors.newestFirst().get(0).text()).startsWith("59x").hasSizeLessThan(RecentErrors.LONGEST + 2);
        assertThat(errors.total()).isEqualTo(60);
    }
}
