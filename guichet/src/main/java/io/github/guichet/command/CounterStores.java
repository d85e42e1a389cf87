package io.github.guichet.command;

import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.lookup.counter.MemoryCounterStore;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stores in which rules count, each opened when the first rule needs it and shared by all. For one thread until all are open. */
final class CounterStores implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CounterStores.class);

    private final StateConfig state;
    private final Map<StateStore, CounterStore> open = new LinkedHashMap<>();

    CounterStores(StateConfig state) {
        this.state = state;
    }

    /** The store that a rule names. */
    CounterStore open(StateStore store) {
        return open.computeIfAbsent(store, this::opened);
    }

    private CounterStore opened(StateStore store) {
        if (store instanceof StateStore.InSource source) {
            throw new UnsupportedOperationException(source.source());
        }
        if (state.directory().isEmpty()) {
            LOG.warn(
                    "policy: what is counted in memory is lost when guichet stops; name a directory in [state] to keep it");
        }
        return MemoryCounterStore.open(InstantSource.system(), MemoryCounterStore.MOST, state.directory());
    }

    /** Those that were opened. */
    Collection<CounterStore> all() {
        return open.values();
    }

    /** Writes what must survive. Blocks. */
    @Override
    public void close() {
        open.values().forEach(CounterStore::close);
    }
}
