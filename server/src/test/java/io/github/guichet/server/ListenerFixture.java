package io.github.guichet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.server.ListenAddress.Inet;
import io.github.guichet.server.ListenAddress.Unix;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Loops, a directory and a toy protocol for the tests of listeners; closes all of it and looks for leftovers. */
final class ListenerFixture implements AutoCloseable {

    static final Inet ANY_PORT = new Inet("127.0.0.1", 0);

    final LineProtocol toy = new LineProtocol();
    final PrometheusRegistry registry = new PrometheusRegistry();
    final DaemonMetrics metrics = new DaemonMetrics(registry);
    final EventLoops loops;
    final Path directory;
    private final List<Listener> listeners = new ArrayList<>();

    ListenerFixture(EventLoops.Transport transport) throws IOException {
        loops = new EventLoops(transport, 1);
        // Not JUnit's: the path of a socket must be short.
        directory = Files.createTempDirectory("guichet");
    }

    Unix unix(String name) {
        return Unix.at(directory.resolve(name));
    }

    Listener listen(ListenAddress address) throws ListenException {
        return listen(address, ListenerLimits.DEFAULT);
    }

    Listener listen(ListenAddress address, ListenerLimits limits) throws ListenException {
        Listener listener = Listener.bind(address, loops, limits, metrics.daemon("toy"), toy);
        listeners.add(listener);
        return listener;
    }

    List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The value of a counter or gauge of the daemon {@code toy}. */
    double value(String metric) {
        return registry.scrape(metric::equals).stream()
                .flatMap(snapshot -> snapshot.getDataPoints().stream())
                .mapToDouble(point -> point instanceof CounterSnapshot.CounterDataPointSnapshot counter
                        ? counter.getValue()
                        : ((GaugeSnapshot.GaugeDataPointSnapshot) point).getValue())
                .sum();
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(end);
            Thread.sleep(5);
        }
    }

    void stopAll() {
        for (Listener listener : listeners) {
            listener.stop().orTimeout(60, TimeUnit.SECONDS).join();
        }
    }

    @Override
    public void close() throws IOException {
        stopAll();
        loops.close();
        for (String file : files()) {
            Files.delete(directory.resolve(file));
        }
        Files.delete(directory);
    }
}
