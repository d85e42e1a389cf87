package io.github.guichet.command;

import io.github.guichet.policyd.notice.Breach;
import io.github.guichet.policyd.notice.BreachListener;
import io.github.guichet.policyd.rule.Decision;
import io.github.guichet.policyd.rule.LockoutDesk;
import io.github.guichet.policyd.rule.Mode;
import io.github.guichet.policyd.rule.RuleObserver;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what rules come to. Labels come from the configuration; nothing that a peer says becomes one. */
final class PolicyMetrics implements RuleObserver, BreachListener {

    /** A rule may have had another mode before the configuration was read again. */
    private record Key(String rule, Mode mode) {}

    private final Counter decided;
    private final Counter broken;
    private final Map<Key, Map<Decision, CounterDataPoint>> decisions = new ConcurrentHashMap<>();
    private final Map<String, Map<Breach.Kind, CounterDataPoint>> breaches = new ConcurrentHashMap<>();

    /** Registers the metrics, with the data points of these rules at zero. */
    PolicyMetrics(PrometheusRegistry registry, List<PolicyRuleConfig> rules) {
        decided = Counter.builder()
                .name("guichet_policy_decisions_total")
                .help("What the rules of the policy service came to; with mode observe, what they would have done.")
                .labelNames("rule", "decision", "mode")
                .register(registry);
        broken = Counter.builder()
                .name("guichet_policy_breaches_total")
                .help("How often somebody reached a limit or its warning, or was locked out for it; each is told once.")
                .labelNames("rule", "kind")
                .register(registry);
        decisions.put(
                new Key(LockoutDesk.RULE, Mode.ENFORCE),
                new EnumMap<>(Map.of(
                        Decision.REJECT,
                        decided.labelValues(LockoutDesk.RULE, Decision.REJECT.toString(), Mode.ENFORCE.toString()))));
        rules(rules);
    }

    /** Makes the data points of these rules, at zero where there were none. */
    void rules(List<PolicyRuleConfig> rules) {
        for (PolicyRuleConfig rule : rules) {
            decisions.computeIfAbsent(new Key(rule.name(), rule.mode()), key -> {
                Map<Decision, CounterDataPoint> points = new EnumMap<>(Decision.class);
                for (Decision decision : Decision.values()) {
                    points.put(
                            decision,
                            decided.labelValues(
                                    key.rule(), decision.toString(), key.mode().toString()));
                }
                return points;
            });
            if (rule.check() instanceof PolicyCheck.Rate) {
                breaches.computeIfAbsent(rule.name(), name -> kinds(broken, name));
            }
        }
    }

    private static Map<Breach.Kind, CounterDataPoint> kinds(Counter counter, String rule) {
        Map<Breach.Kind, CounterDataPoint> points = new EnumMap<>(Breach.Kind.class);
        for (Breach.Kind kind : Breach.Kind.values()) {
            points.put(kind, counter.labelValues(rule, kind.name().toLowerCase(Locale.ROOT)));
        }
        return points;
    }

    @Override
    public void decided(String rule, Decision decision, Mode mode) {
        Map<Decision, CounterDataPoint> points = decisions.get(new Key(rule, mode));
        CounterDataPoint point = points == null ? null : points.get(decision);
        if (point != null) {
            point.inc();
        }
    }

    @Override
    public void breached(Breach breach) {
        Map<Breach.Kind, CounterDataPoint> points = breaches.get(breach.rule());
        CounterDataPoint point = points == null ? null : points.get(breach.kind());
        if (point != null) {
            point.inc();
        }
    }
}
