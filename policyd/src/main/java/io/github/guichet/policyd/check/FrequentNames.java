package io.github.guichet.policyd.check;

import io.github.guichet.lookup.CaseFold;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The most frequent of many names, in the memory of a few: a new one takes the place of the rarest and inherits its count (the
 * space-saving algorithm of Metwally, Agrawal and El Abbadi), so that what is frequent stays whatever comes between. A name that is
 * there already is known by 64 bits, so that counting it makes no object and looks at none. Guarded by the owner.
 */
final class FrequentNames {

    private static final int MOST = 12;
    private static final int LONGEST = 255;
    private static final long FACTOR = 0x9e37_79b9_7f4a_7c15L;

    private final List<String> names = new ArrayList<>(1);
    /** The bits by which a name is known, and its count, alternately. */
    private long[] figures = new long[2];

    private int size;

    /**
     * Counts a name; the case of ASCII letters does not matter.
     *
     * @param text holds the name
     * @param from where it begins; it goes on to the end
     */
    void add(String text, int from) {
        int end = Math.min(text.length(), from + LONGEST);
        long bits = bits(text, from, end);
        int rarest = 0;
        for (int i = 0; i < 2 * size; i += 2) {
            if (figures[i] == bits) {
                figures[i + 1]++;
                return;
            }
            rarest = figures[i + 1] < figures[rarest + 1] ? i : rarest;
        }
        String name = CaseFold.foldAscii(text.substring(from, end));
        if (size < MOST) {
            if (2 * size == figures.length) {
                figures = Arrays.copyOf(figures, Math.min(2 * MOST, 2 * figures.length));
            }
            figures[2 * size] = bits;
            figures[2 * size + 1] = 1;
            names.add(name);
            size++;
        } else {
            names.set(rarest / 2, name);
            figures[rarest] = bits;
            figures[rarest + 1]++;
        }
    }

    private static long bits(String text, int from, int end) {
        long bits = 1;
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            bits = bits * FACTOR + (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
        }
        return bits;
    }

    /** The names, the most frequent first. */
    List<String> list() {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingLong(i -> -figures[2 * i + 1]));
        return order.stream().map(names::get).toList();
    }
}
