package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.lookup.counter.MarksContract;
import java.time.InstantSource;

class PostgresqlMarksContractTest extends MarksContract {

    @Override
    protected CounterStore open(InstantSource time) {
        TestDatabases.POSTGRESQL.empty();
        return TestDatabases.POSTGRESQL.store(time);
    }
}
