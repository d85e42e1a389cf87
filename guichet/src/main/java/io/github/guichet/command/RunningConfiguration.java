package io.github.guichet.command;

import io.github.guichet.lookup.CacheSnapshot;
import io.github.guichet.lookup.CachedTable;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Source;
import io.github.guichet.lookup.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A configuration in use: sources are open, maps can be asked, caches are kept over a restart. Opening it connects to nobody.
 * Safe for use by many threads.
 */
final class RunningConfiguration implements AutoCloseable {

    private final OpenSources sources;
    private final Map<String, OpenMap> maps;
    private final ExecutorService background;
    private volatile boolean serving;
    private final List<CacheSnapshot> snapshots = new ArrayList<>();
    private final Optional<ScheduledThreadPoolExecutor> timer;

    private RunningConfiguration(
            Configuration configuration, Collection<String> wanted, LookupObserver observer, boolean caching) {
        this.background = Executors.newSingleThreadExecutor(task -> daemon(task, "guichet-background"));
        this.sources = new OpenSources(configuration.sources(), observer);
        MapOpener opener = new MapOpener(configuration, sources, observer, caching, background);
        wanted.stream().sorted().forEach(opener::open);
        this.maps = opener.all();
        this.timer = caching ? configuration.snapshot().map(s -> keep(configuration, s)) : Optional.empty();
    }

    /** All maps with their caches, as the daemon has them; what earlier runs knew is loaded. */
    static RunningConfiguration forDaemon(Configuration configuration, LookupObserver observer) {
        return new RunningConfiguration(configuration, configuration.maps().keySet(), observer, true);
    }

    /** Some maps directly on their sources, as the tools of the command line ask them. */
    static RunningConfiguration forTools(Configuration configuration, Collection<String> wanted) {
        return new RunningConfiguration(configuration, wanted, LookupObserver.NONE, false);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private ScheduledThreadPoolExecutor keep(Configuration configuration, SnapshotConfig config) {
        for (OpenMap map : maps.values()) {
            map.cache().ifPresent(cache -> {
                String definition = MapDefinition.of(map.config(), configuration.sources());
                CacheSnapshot snapshot = new CacheSnapshot(config.directory(), cache, definition);
                snapshot.load();
                snapshots.add(snapshot);
            });
        }
        var executor = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "guichet-snapshot"));
        long nanos = config.interval().toNanos();
        executor.scheduleWithFixedDelay(this::save, nanos, nanos, TimeUnit.NANOSECONDS);
        return executor;
    }

    private void save() {
        if (serving) {
            snapshots.forEach(CacheSnapshot::save);
        }
    }

    /**
     * From now on the snapshots are written. Not before the daemon listens: a second one, started by mistake beside the first,
     * must not replace what the first has learnt.
     */
    void serving() {
        serving = true;
    }

    /** A map as a peer asks it. */
    Optional<Table> table(String name) {
        OpenMap map = maps.get(name);
        return map == null ? Optional.empty() : Optional.of(map.table());
    }

    /** The maps by name. */
    Map<String, OpenMap> maps() {
        return maps;
    }

    /** All caches. */
    List<CachedTable> caches() {
        return maps.values().stream().flatMap(map -> map.cache().stream()).toList();
    }

    /** Opens a source that perhaps no map asks. */
    void openSource(String name) {
        sources.open(name);
    }

    /** The sources that are open. */
    Collection<Source> sources() {
        return sources.all();
    }

    /** Writes the snapshots and closes all connections. Blocks. */
    @Override
    public void close() {
        timer.ifPresent(ScheduledThreadPoolExecutor::shutdown);
        save();
        sources.close();
        background.shutdown();
    }
}
