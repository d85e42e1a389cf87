package io.github.guichet.lookup.counter;

import java.time.InstantSource;

/** Counters and marks of this process. */
public final class MemoryCounterStore implements CounterStore {

    /** How many subjects, and how many marks, unless said otherwise. */
    public static final int MOST = 200_000;

    private final MemoryCounters counters;
    private final MemoryMarks marks;

    /** A store that is empty, and lost with the process. */
    public MemoryCounterStore(InstantSource clock, int most) {
        this.counters = new MemoryCounters(clock, new StoreTime(clock), most);
        this.marks = new MemoryMarks(clock, most);
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Counters counters() {
        return counters;
    }

    @Override
    public Marks marks() {
        return marks;
    }

    @Override
    public void close() {}
}
