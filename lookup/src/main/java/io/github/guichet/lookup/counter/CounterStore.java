package io.github.guichet.lookup.counter;

/** One place that remembers counters and marks: memory with a file, the embedded store, a database. */
public interface CounterStore extends AutoCloseable {

    /** The name in the configuration: {@code memory}, or that of the source. */
    String name();

    /** Whether it can be asked, and what it counts survives, as far as is known now. */
    boolean working();

    /** Its counters. */
    Counters counters();

    /** Its marks. */
    Marks marks();

    /** Writes what must survive, and stops. Blocks. */
    @Override
    void close();
}
