package io.github.guichet.command;

import io.github.guichet.milter.rule.Decision;
import io.github.guichet.milter.rule.Mode;
import io.github.guichet.milter.rule.RuleObserver;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what rules of the milter come to. Labels come from the configuration; nothing that a peer says becomes one. */
final class MilterMetrics implements RuleObserver {

    /** A rule may have had another mode before the configuration was read again. */
    private record Key(String rule, Mode mode) {}

    private final Counter counter;
    private final Map<Key, Map<Decision, CounterDataPoint>> messages = new ConcurrentHashMap<>();

    /** Registers the metric, with the data points of these rules at zero. */
    MilterMetrics(PrometheusRegistry registry, List<MilterRuleConfig> rules) {
        counter = Counter.builder()
                .name("guichet_milter_messages_total")
                .help("Messages that a rule of the milter looked at, by what it came to.")
                .labelNames("rule", "decision", "mode")
                .register(registry);
        rules(rules);
    }

    /** Makes the data points of these rules, at zero where there were none. */
    void rules(List<MilterRuleConfig> rules) {
        for (MilterRuleConfig rule : rules) {
            messages.computeIfAbsent(new Key(rule.name(), rule.mode()), key -> {
                Map<Decision, CounterDataPoint> points = new EnumMap<>(Decision.class);
                for (Decision decision : Decision.values()) {
                    points.put(
                            decision,
                            counter.labelValues(
                                    key.rule(), decision.toString(), key.mode().toString()));
                }
                return points;
            });
        }
    }

    @Override
    public void decided(String rule, Decision decision, Mode mode) {
        Map<Decision, CounterDataPoint> points = messages.get(new Key(rule, mode));
        CounterDataPoint point = points == null ? null : points.get(decision);
        if (point != null) {
            point.inc();
        }
    }
}
