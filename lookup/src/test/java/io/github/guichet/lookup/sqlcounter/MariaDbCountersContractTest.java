package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.lookup.counter.CountersContract;
import java.time.InstantSource;

class MariaDbCountersContractTest extends CountersContract {

    @Override
    protected CounterStore open(InstantSource time) {
        TestDatabases.MARIADB.empty();
        return TestDatabases.MARIADB.store(time);
    }
}
