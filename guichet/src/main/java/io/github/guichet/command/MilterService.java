package io.github.guichet.command;

import io.github.guichet.milter.rule.RuleFilter;
import io.github.guichet.milter.wire.MilterDaemon;
import io.github.guichet.server.DaemonMetrics;
import io.github.guichet.server.EventLoops;
import io.github.guichet.server.ListenException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Starts the milter with the rules of a configuration. */
final class MilterService {

    private MilterService() {}

    /**
     * Starts.
     *
     * @param running has the maps that rules ask
     * @throws ListenException when an address cannot be bound; nothing runs then
     */
    static MilterDaemon start(
            MilterSection section,
            Configuration configuration,
            RunningConfiguration running,
            EventLoops loops,
            DaemonMetrics daemonMetrics,
            PrometheusRegistry registry)
            throws ListenException {
        MilterMetrics metrics = new MilterMetrics(registry, section.rules());
        MilterOpener opener = new MilterOpener(section, running, configuration.address());
        RuleFilter filter = new RuleFilter(opener.rules(), opener.limits(), section.deadline(), metrics);
        return MilterDaemon.start(section.daemon(), filter, loops, daemonMetrics);
    }
}
