package io.github.guichet.server;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.datapoints.GaugeDataPoint;

/** Counts for one daemon. Labels are resolved beforehand, so that counting costs a few nanoseconds. Safe on any thread. */
public final class DaemonMeter {

    private static final double NANOS_PER_SECOND = 1e9;

    private final String name;
    private final GaugeDataPoint connections;
    private final GaugeDataPoint most;
    private final CounterDataPoint refused;
    private final CounterDataPoint requests;
    private final CounterDataPoint protocolErrors;
    private final CounterDataPoint internalErrors;
    private final DistributionDataPoint seconds;

    DaemonMeter(
            String name,
            GaugeDataPoint connections,
            GaugeDataPoint most,
            CounterDataPoint refused,
            CounterDataPoint requests,
            CounterDataPoint protocolErrors,
            CounterDataPoint internalErrors,
            DistributionDataPoint seconds) {
        this.name = name;
        this.connections = connections;
        this.most = most;
        this.refused = refused;
        this.requests = requests;
        this.protocolErrors = protocolErrors;
        this.internalErrors = internalErrors;
        this.seconds = seconds;
    }

    /** The daemon's name, the value of the label. */
    public String name() {
        return name;
    }

    /**
     * A request was answered.
     *
     * @param nanos since it was read
     */
    public void answered(long nanos) {
        requests.inc();
        seconds.observe(nanos / NANOS_PER_SECOND);
    }

    /** A peer said something that the protocol does not allow. */
    public void protocolError() {
        protocolErrors.inc();
    }

    /** A request met a defect in guichet. */
    public void internalError() {
        internalErrors.inc();
    }

    /** One more address lets in so many. */
    void listens(int mostConnections) {
        most.inc(mostConnections);
    }

    /** An address that let in so many lets in no more. */
    void listensNoMore(int mostConnections) {
        most.dec(mostConnections);
    }

    void opened() {
        connections.inc();
    }

    void closed() {
        connections.dec();
    }

    void refused() {
        refused.inc();
    }
}
