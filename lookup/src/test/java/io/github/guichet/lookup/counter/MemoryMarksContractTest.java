package io.github.guichet.lookup.counter;

import java.time.InstantSource;

class MemoryMarksContractTest extends MarksContract {

    @Override
    protected CounterStore open(InstantSource time) {
        return new MemoryCounterStore(time, 1000);
    }
}
