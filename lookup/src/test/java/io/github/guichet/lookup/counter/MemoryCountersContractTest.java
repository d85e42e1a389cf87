package io.github.guichet.lookup.counter;

import java.time.InstantSource;

class MemoryCountersContractTest extends CountersContract {

    @Override
    protected CounterStore open(InstantSource time) {
        return new MemoryCounterStore(time, 1000);
    }
}
