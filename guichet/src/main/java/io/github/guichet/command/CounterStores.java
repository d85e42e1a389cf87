package io.github.guichet.command;

import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.lookup.counter.MemoryCounterStore;
import io.github.guichet.lookup.embedded.EmbeddedCounterDatabase;
import io.github.guichet.lookup.sql.SqlSource;
import io.github.guichet.lookup.sqlcounter.CounterDatabase;
import io.github.guichet.lookup.sqlcounter.SqlCounterStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stores in which rules count, each opened when the first rule needs it and shared by all. For one thread until all are open. */
final class CounterStores implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CounterStores.class);

    private final Configuration configuration;
    private final RunningConfiguration running;
    private final LookupObserver observer;
    private final Map<StateStore, CounterStore> open = new LinkedHashMap<>();
    private final List<EmbeddedCounterDatabase> embedded = new ArrayList<>();
    private final Optional<Supplier<CounterStore>> shared;

    /**
     * None yet.
     *
     * @param running has the databases
     * @param observer hears of questions to the embedded store
     */
    CounterStores(Configuration configuration, RunningConfiguration running, LookupObserver observer) {
        this(configuration, running, observer, Optional.empty());
    }

    /**
     * None yet.
     *
     * @param shared gives the store in memory, which somebody else closes; absent = it has one of its own
     */
    CounterStores(
            Configuration configuration,
            RunningConfiguration running,
            LookupObserver observer,
            Optional<Supplier<CounterStore>> shared) {
        this.shared = shared;
        this.configuration = configuration;
        this.running = running;
        this.observer = observer;
    }

    /** The store that a rule names. */
    CounterStore open(StateStore store) {
        return open.computeIfAbsent(store, this::opened);
    }

    private CounterStore opened(StateStore store) {
        if (store instanceof StateStore.InSource source) {
            return SqlCounterStore.open(database(source.source()));
        }
        return shared.map(Supplier::get).orElseGet(() -> memory(configuration.state()));
    }

    /** Opens a store in memory, which is kept on disk if the configuration says where. */
    static CounterStore memory(StateConfig state) {
        if (state.directory().isEmpty()) {
            LOG.warn(
                    "policy: what is counted in memory is lost when guichet stops; name a directory in [state] to keep it");
        }
        return MemoryCounterStore.open(InstantSource.system(), MemoryCounterStore.MOST, state.directory());
    }

    private CounterDatabase database(String name) {
        if (configuration.sources().get(name) instanceof SourceConfig.Embedded store) {
            EmbeddedCounterDatabase database = new EmbeddedCounterDatabase(
                    name, store.path(), store.config().deadline(), observer);
            embedded.add(database);
            return database;
        }
        return CounterDatabase.of((SqlSource) running.openSource(name));
    }

    /** Those that were opened. */
    Collection<CounterStore> all() {
        return open.values();
    }

    /** Writes what must survive. Blocks. */
    @Override
    public void close() {
        open.forEach((kind, store) -> {
            if (kind instanceof StateStore.InSource || shared.isEmpty()) {
                store.close();
            }
        });
        embedded.forEach(EmbeddedCounterDatabase::close);
    }
}
