package io.github.guichet.command;

import io.github.guichet.policyd.accounting.LoginAccounting;
import io.github.guichet.policyd.accounting.LoginUsage;
import io.github.guichet.policyd.check.RateCheck;
import io.github.guichet.policyd.rule.Rule;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Shows what the policy service is like at the moment of a scrape. Of logins only the busiest few become labels. */
final class PolicyStateMetrics {

    private final PrometheusRegistry registry;
    private final LoginAccounting accounting;
    private final IntSupplier top;

    private PolicyStateMetrics(PrometheusRegistry registry, LoginAccounting accounting, IntSupplier top) {
        this.registry = registry;
        this.accounting = accounting;
        this.top = top;
    }

    /**
     * Registers.
     *
     * @param rules those of now
     * @param top of how many logins there are figures; 0 = none
     */
    static void register(
            PrometheusRegistry registry, Supplier<List<Rule>> rules, LoginAccounting accounting, IntSupplier top) {
        CounterWithCallback.builder()
                .name("guichet_policy_uncounted_total")
                .help(
                        "Mails that a rate rule did not count because Postfix asks it at the wrong stages; the log says which.")
                .labelNames("rule")
                .callback(callback -> rules.get().forEach(rule -> {
                    if (rule.check() instanceof RateCheck rate) {
                        callback.call((double) rate.uncounted(), rule.name());
                    }
                }))
                .register(registry);
        PolicyStateMetrics logins = new PolicyStateMetrics(registry, accounting, top);
        logins.gauge("messages", "Messages accepted from a login in the last hour.", LoginUsage::messages);
        logins.gauge("recipients", "Recipients of them.", LoginUsage::recipients);
        logins.gauge("bytes", "Bytes of them.", LoginUsage::bytes);
        logins.gauge("refusals", "Requests of a login that were refused in the last hour.", LoginUsage::refusals);
    }

    private void gauge(String what, String help, ToDoubleFunction<LoginUsage> value) {
        GaugeWithCallback.builder()
                .name("guichet_policy_login_" + what)
                .help(help)
                .labelNames("login")
                .callback(callback -> {
                    int most = top.getAsInt();
                    if (most > 0) {
                        accounting.top(most).forEach(usage -> callback.call(value.applyAsDouble(usage), usage.login()));
                    }
                })
                .register(registry);
    }
}
