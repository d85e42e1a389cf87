package io.github.guichet.lookup.counter;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All that is counted for one subject. Everything needs this object's lock, which nobody holds while he waits for anything else.
 * Once {@link #gone}, it is no longer in the store and whoever has it must look again.
 */
final class SubjectCounts {

    /** More windows than limits can be written: limits that are raised for a while may have others. */
    static final int MOST_WINDOWS = 2 * Limits.MOST;

    private final List<WindowCounts> windows = new ArrayList<>(2);
    private long latest = Long.MIN_VALUE;
    private long overUntil = Long.MIN_VALUE;
    private boolean gone;

    boolean gone() {
        return gone;
    }

    void leave() {
        gone = true;
    }

    List<WindowCounts> windows() {
        return windows;
    }

    /** Counts, or says why not; without counting, only says. */
    CountAnswer ask(long amount, List<Limit> limits, long at, boolean count) {
        long now = expire(at);
        long counted = count ? amount : 0;
        Usage[] usages = new Usage[limits.size()];
        int worst = -1;
        long longest = 0;
        for (int i = 0; i < usages.length; i++) {
            Limit limit = limits.get(i);
            WindowCounts window = window(millis(limit), now);
            window.most(limit.most());
            usages[i] = new Usage(limit, window.sum() + counted);
            if (amount > limit.most() - window.sum()) {
                long wait = window.wait(now, amount, limit.most());
                if (wait > longest) {
                    longest = wait;
                    worst = i;
                }
            }
        }
        if (worst >= 0) {
            Arrays.setAll(usages, i -> new Usage(usages[i].limit(), usages[i].used() - counted));
            overUntil = now + longest;
            return new CountAnswer.Over(usages[worst], List.of(usages), Duration.ofMillis(longest));
        }
        if (count) {
            for (int i = 0; i < windows.size(); i++) {
                windows.get(i).add(now, amount);
            }
        }
        return new CountAnswer.Within(List.of(usages), Instant.ofEpochMilli(now));
    }

    void giveBack(long amount, long at) {
        windows.forEach(window -> window.giveBack(at, amount));
    }

    /** Lets go what is too old. A time before the last one is the last one: two threads may have looked at the clock in turn. */
    long expire(long at) {
        latest = Math.max(latest, at);
        for (int i = 0; i < windows.size(); i++) {
            windows.get(i).expire(latest);
        }
        return latest;
    }

    /** Whether nothing is counted in any window. */
    boolean empty() {
        for (int i = 0; i < windows.size(); i++) {
            if (windows.get(i).sum() > 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether it was refused something, and still would be. */
    boolean over(long now) {
        return overUntil > now;
    }

    long overUntil() {
        return overUntil;
    }

    void restoreOverUntil(long until) {
        overUntil = until;
    }

    void restore(WindowCounts window) {
        windows.add(window);
    }

    /** How much of its limits is used, where it is most: 1 = all. */
    double fill() {
        double most = 0;
        for (WindowCounts window : windows) {
            most = Math.max(most, window.fill());
        }
        return most;
    }

    /** The window of a length; a new one begins with what the others know. */
    WindowCounts window(long millis, long now) {
        WindowCounts next = null;
        for (int i = 0; i < windows.size(); i++) {
            WindowCounts known = windows.get(i);
            if (known.millis() == millis) {
                return known;
            }
            if (next == null || nearer(known.millis(), next.millis(), millis)) {
                next = known;
            }
        }
        WindowCounts window = new WindowCounts(millis);
        if (next != null) {
            window.fillFrom(next, now);
        }
        if (windows.size() >= MOST_WINDOWS) {
            windows.remove(0);
        }
        windows.add(window);
        return window;
    }

    /** The shortest of those that are long enough knows best; of those that are not, the longest. */
    private static boolean nearer(long one, long other, long wanted) {
        return one >= wanted ? other < wanted || one < other : other < wanted && one > other;
    }

    private static long millis(Limit limit) {
        return millis(limit.window());
    }

    /** A window's length; a part of a millisecond counts as one. */
    static long millis(Duration window) {
        return window.getSeconds() * 1000 + (window.getNano() + 999_999) / 1_000_000;
    }
}
