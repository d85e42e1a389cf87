package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.lookup.counter.CountersContract;
import java.time.InstantSource;

class PostgresqlCountersContractTest extends CountersContract {

    @Override
    protected CounterStore open(InstantSource time) {
        TestDatabases.POSTGRESQL.empty();
        return TestDatabases.POSTGRESQL.store(time);
    }
}
