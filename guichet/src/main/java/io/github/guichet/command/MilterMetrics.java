package io.github.guichet.command;

import io.github.guichet.milter.rule.Decision;
import io.github.guichet.milter.rule.Mode;
import io.github.guichet.milter.rule.RuleObserver;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts what rules of the milter come to. Labels come from the configuration; nothing that a peer says becomes one. */
final class MilterMetrics implements RuleObserver {

    private final Map<String, Map<Decision, CounterDataPoint>> messages = new HashMap<>();

    /** Registers the metric, with the data points of these rules at zero. */
    MilterMetrics(PrometheusRegistry registry, List<MilterRuleConfig> rules) {
        Counter counter = Counter.builder()
                .name("guichet_milter_messages_total")
                .help("Messages that a rule of the milter looked at, by what it came to.")
                .labelNames("rule", "decision", "mode")
                .register(registry);
        for (MilterRuleConfig rule : rules) {
            Map<Decision, CounterDataPoint> points = new EnumMap<>(Decision.class);
            for (Decision decision : Decision.values()) {
                points.put(
                        decision,
                        counter.labelValues(
                                rule.name(), decision.toString(), rule.mode().toString()));
            }
            messages.put(rule.name(), points);
        }
    }

    @Override
    public void decided(String rule, Decision decision, Mode mode) {
        Map<Decision, CounterDataPoint> points = messages.get(rule);
        CounterDataPoint point = points == null ? null : points.get(decision);
        if (point != null) {
            point.inc();
        }
    }
}
