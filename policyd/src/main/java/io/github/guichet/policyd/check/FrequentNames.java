package io.github.guichet.policyd.check;

import io.github.guichet.lookup.CaseFold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The most frequent of many names, in the memory of a few: a new one takes the place of the rarest and inherits its count (the
 * space-saving algorithm of Metwally, Agrawal and El Abbadi), so that what is frequent stays whatever comes between. Safe for use by
 * many threads.
 */
final class FrequentNames {

    private static final int MOST = 12;
    private static final int LONGEST = 255;

    private final List<String> names = new ArrayList<>(2);
    private long[] counts = new long[2];

    /** Counts a name. */
    synchronized void add(String name) {
        String folded = CaseFold.foldAscii(name.length() > LONGEST ? name.substring(0, LONGEST) : name);
        int rarest = 0;
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equals(folded)) {
                counts[i]++;
                return;
            }
            rarest = counts[i] < counts[rarest] ? i : rarest;
        }
        if (names.size() < MOST) {
            if (names.size() == counts.length) {
                counts = Arrays.copyOf(counts, Math.min(MOST, 2 * counts.length));
            }
            counts[names.size()] = 1;
            names.add(folded);
        } else {
            names.set(rarest, folded);
            counts[rarest]++;
        }
    }

    /** The names, the most frequent first. */
    synchronized List<String> list() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingLong(i -> -counts[i]));
        return order.stream().map(names::get).toList();
    }
}
