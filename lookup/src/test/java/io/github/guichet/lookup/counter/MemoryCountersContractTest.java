package io.github.guichet.lookup.counter;

import java.time.InstantSource;
import java.util.Optional;

class MemoryCountersContractTest extends CountersContract {

    @Override
    protected CounterStore open(InstantSource time) {
        return MemoryCounterStore.open(time, 1000, Optional.empty());
    }
}
