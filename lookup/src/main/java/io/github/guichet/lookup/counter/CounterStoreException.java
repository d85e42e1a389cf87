package io.github.guichet.lookup.counter;

/** A store of counters did not answer somebody who waits for it: what is counted there is not known, and nothing was changed for certain. */
public final class CounterStoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** No answer, with the reason. */
    public CounterStoreException(String reason) {
        super(reason);
    }
}
