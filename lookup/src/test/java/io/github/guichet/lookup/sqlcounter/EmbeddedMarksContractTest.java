package io.github.guichet.lookup.sqlcounter;

import io.github.guichet.lookup.counter.CounterStore;
import io.github.guichet.lookup.counter.MarksContract;
import java.time.InstantSource;

class EmbeddedMarksContractTest extends MarksContract {

    @Override
    protected CounterStore open(InstantSource time) {
        TestDatabases.EMBEDDED.empty();
        return TestDatabases.EMBEDDED.store(time);
    }
}
