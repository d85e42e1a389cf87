package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.lookup.counter.MarksContract;
import java.time.InstantSource;

class MariaDbMarksContractTest extends MarksContract {

    @Override
    protected CounterStore open(InstantSource time) {
        TestDatabases.MARIADB.empty();
        return TestDatabases.MARIADB.store(time);
    }
}
