package io.github.guichet.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.rule.Decision;
import io.github.guichet.milter.rule.Mode;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MilterMetricsTest {

    private final PrometheusRegistry registry = new PrometheusRegistry();

    private final MilterMetrics metrics = new MilterMetrics(
            registry,
            ConfigurationReaderTest.read("""
                            [milter]
                            listen = "unix:/nowhere/milter.sock"
                            [[milter.rule]]
                            name = "names"
                            check = "display-name"
                            [[milter.rule]]
                            name = "privacy"
                            check = "privacy"
                            """)
                    .configuration()
                    .milter()
                    .orElseThrow()
                    .rules());

    private Map<String, Double> points() {
        CounterSnapshot counter = (CounterSnapshot) registry.scrape().stream()
                .filter(metric -> metric.getMetadata().getName().equals("guichet_milter_messages"))
                .findFirst()
                .orElseThrow();
        return counter.getDataPoints().stream()
                .collect(Collectors.toMap(
                        point -> point.getLabels().get("rule") + " "
                                + point.getLabels().get("decision") + " "
                                + point.getLabels().get("mode"),
                        CounterSnapshot.CounterDataPointSnapshot::getValue));
    }

    @Test
    void everyDecisionOfEveryRuleIsThereBeforeItHappens() {
        assertThat(points())
                .hasSize(2 * Decision.values().length)
                .containsEntry("names object observe", 0.0)
                .containsEntry("privacy change change", 0.0);
    }

    @Test
    void countsWhatRulesComeTo() {
        metrics.decided("names", Decision.OBJECT, Mode.OBSERVE);
        metrics.decided("names", Decision.OBJECT, Mode.OBSERVE);
        metrics.decided("a stranger", Decision.PASS, Mode.OBSERVE);
        assertThat(points()).hasSize(2 * Decision.values().length).containsEntry("names object observe", 2.0);
    }
}
