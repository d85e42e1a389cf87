package io.github.guichet.lookup.counter;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;

/**
 * Keeps a map from growing beyond its bound: of a few entries looked at in turn, that which is worth least goes. So making room costs
 * the same however large the map is. Safe for use by many threads.
 */
public final class Eviction<K, V> {

    /** The worth of an entry that is not needed any more. */
    public static final double NOTHING = -1;

    /** The worth of an entry that never goes. */
    public static final double KEEP = Double.POSITIVE_INFINITY;

    /** How many are looked at for one to go, unless one is found that nobody needs; and, as long as none may go, at most. */
    private static final int SAMPLE = 128;

    private static final int LONGEST_SEARCH = 512;

    /** By how much threads that come at the same time may overshoot. */
    private static final int SLACK = 256;

    private final ConcurrentMap<K, V> entries;
    private final int most;
    private final ToDoubleFunction<V> worth;
    private final BiConsumer<K, V> remove;
    private final ReentrantLock turn = new ReentrantLock();
    private Iterator<Map.Entry<K, V>> next;

    /**
     * An eviction.
     *
     * @param most how many entries there may be
     * @param worth {@link #NOTHING}, {@link #KEEP}, or the higher the longer it is to stay
     * @param remove takes an entry out of the map, if it is still there
     */
    public Eviction(ConcurrentMap<K, V> entries, int most, ToDoubleFunction<V> worth, BiConsumer<K, V> remove) {
        this.entries = entries;
        this.most = most;
        this.worth = worth;
        this.remove = remove;
        this.next = entries.entrySet().iterator();
    }

    /** What came of making room. */
    public enum Room {
        /** There was some, or something that nobody needs went. */
        FREE,
        /** Something went that was still worth something. */
        EVICTED,
        /** There is none: nothing may go. */
        NONE
    }

    /** Makes room for one more. */
    public Room make() {
        if (entries.size() < most) {
            return Room.FREE;
        }
        if (!turn.tryLock()) {
            return entries.size() < most + SLACK ? Room.FREE : Room.NONE;
        }
        try {
            Room room = Room.FREE;
            for (int i = 0; i < 4 && entries.size() >= most && room != Room.NONE; i++) {
                Room step = one();
                room = step == Room.FREE ? room : step;
            }
            return room;
        } finally {
            turn.unlock();
        }
    }

    private Room one() {
        Map.Entry<K, V> least = null;
        double leastWorth = KEEP;
        int size = entries.size();
        for (int seen = 0; seen < size && seen < LONGEST_SEARCH && (seen < SAMPLE || least == null); seen++) {
            if (!next.hasNext()) {
                next = entries.entrySet().iterator();
                if (!next.hasNext()) {
                    break;
                }
            }
            Map.Entry<K, V> entry = next.next();
            double its = worth.applyAsDouble(entry.getValue());
            if (its < leastWorth) {
                least = entry;
                leastWorth = its;
            }
            if (its == NOTHING) {
                break;
            }
        }
        if (least == null) {
            return Room.NONE;
        }
        remove.accept(least.getKey(), least.getValue());
        return leastWorth == NOTHING ? Room.FREE : Room.EVICTED;
    }
}
