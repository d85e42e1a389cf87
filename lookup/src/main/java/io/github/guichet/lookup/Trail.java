package io.github.guichet.lookup;

import java.time.Duration;

/**
 * The way of one question: what was asked on its behalf and where the answers came from. One object a question; used by one
 * thread at a time, handed on through the futures of {@link Table#lookup}.
 */
public class Trail {

    private Served served = Served.CACHE;

    /**
     * One key was asked of one table. Called by the table that knows: the cache, or a source without one.
     *
     * @param table the table's name
     * @param key the key as asked, folded and perhaps partial
     * @param answer what it said
     * @param from where the answer came from
     * @param age how long ago the source said so; zero when it was just asked
     */
    public void step(String table, String key, Answer answer, Served from, Duration age) {
        if (from.compareTo(served) > 0) {
            served = from;
        }
    }

    /** The worst of all steps: an answer that rests on one stale step is stale. */
    public final Served served() {
        return served;
    }
}
