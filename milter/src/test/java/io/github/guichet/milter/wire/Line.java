package io.github.guichet.milter.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.milter.session.Filter;
import io.github.guichet.server.DaemonMetrics;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A connection between an MTA and a filter, in memory. */
final class Line {

    static final Duration PROGRESS = Duration.ofSeconds(5);

    final FakeFilter filter = new FakeFilter();
    final EmbeddedChannel channel = new EmbeddedChannel();
    final MilterConnection connection;
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final List<ByteBuf> given = new ArrayList<>();

    Line() {
        connection = connect(filter);
    }

    /** A connection to another filter than {@link #filter}. */
    Line(Filter served) {
        connection = connect(served);
    }

    private MilterConnection connect(Filter served) {
        Desk desk = new Desk(served, new DaemonMetrics(registry).daemon(MilterDaemon.NAME), PROGRESS);
        MilterConnection made = new MilterConnection(channel, desk);
        channel.pipeline().addLast(made);
        channel.freezeTime();
        return made;
    }

    /** The MTA says this; what it hears until the filter has nothing more to say. */
    List<String> say(byte[]... packets) {
        byte[] all = Mta.all(packets);
        give(all, 0, all.length);
        return hear();
    }

    void give(byte[] bytes, int from, int to) {
        if (channel.isOpen()) {
            ByteBuf in = channel.alloc().buffer().writeBytes(bytes, from, to - from);
            given.add(in);
            channel.writeInbound(in);
        }
    }

    /** What the MTA hears. */
    List<String> hear() {
        ByteBuf all = channel.alloc().buffer();
        try {
            channel.runPendingTasks();
            for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
                all.writeBytes(out);
                out.release();
            }
            return Mta.read(all);
        } finally {
            all.release();
        }
    }

    /** What the filter was told since this was asked last. */
    List<String> told() {
        List<String> told = List.copyOf(filter.told);
        filter.told.clear();
        return told;
    }

    double count(String metric) {
        return registry.scrape(metric::equals).stream()
                .flatMap(snapshot -> snapshot.getDataPoints().stream())
                .mapToDouble(point -> ((CounterDataPointSnapshot) point).getValue())
                .sum();
    }

    /** Hangs up; nothing may be left. */
    void end() {
        hear();
        channel.checkException();
        channel.finishAndReleaseAll();
        assertThat(given).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
    }
}
