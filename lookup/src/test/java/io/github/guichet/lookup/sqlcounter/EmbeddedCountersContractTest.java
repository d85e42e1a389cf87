package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.lookup.counter.CountersContract;
import java.time.InstantSource;

class EmbeddedCountersContractTest extends CountersContract {

    @Override
    protected CounterStore open(InstantSource time) {
        TestDatabases.EMBEDDED.empty();
        return TestDatabases.EMBEDDED.store(time);
    }
}
