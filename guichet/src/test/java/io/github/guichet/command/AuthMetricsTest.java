package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.dovecotauth.login.AuthObserver.Result;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AuthMetricsTest {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final AuthMetrics metrics = new AuthMetrics(registry, List.of("PLAIN"));

    /** Labels in their order, of all data points that counted something. */
    private List<String> counted() {
        return registry.scrape().stream()
                .filter(CounterSnapshot.class::isInstance)
                .flatMap(snapshot -> ((CounterSnapshot) snapshot).getDataPoints().stream())
                .filter(point -> point.getValue() > 0)
                .map(point -> point.getLabels().stream()
                                .map(label -> label.getName() + "=" + label.getValue())
                                .collect(Collectors.joining(" "))
                        + " " + (int) point.getValue())
                .toList();
    }

    @Test
    void countsByServiceMechanismAndResult() {
        metrics.attempted("imap", "PLAIN", Result.OK);
        metrics.attempted("imap", "PLAIN", Result.OK);
        metrics.attempted("managesieve", "PLAIN", Result.THROTTLED);
        assertThat(counted())
                .containsExactlyInAnyOrder(
                        "mechanism=PLAIN result=ok service=imap 2", "mechanism=PLAIN result=throttled service=sieve 1");
    }

    @Test
    void whatAPeerSaysNeverBecomesALabel() {
        metrics.attempted("x\"} 1", "EVIL", Result.FAILED);
        metrics.attempted("", "", Result.UNAVAILABLE);
        assertThat(counted())
                .containsExactlyInAnyOrder(
                        "mechanism=none result=failed service=other 1",
                        "mechanism=none result=unavailable service=other 1");
    }
}
