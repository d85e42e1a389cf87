package io.github.guichet.lookup.key;

import java.util.Optional;

/** The encoding of Unicode labels in ASCII (RFC 3492), without the prefix. */
final class Punycode {

    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int FIRST_BIAS = 72;
    private static final int FIRST_POINT = 0x80;

    private Punycode() {}

    /** Encodes a label of at most 63 characters; with much longer ones the arithmetic would overflow. */
    static String encode(String label) {
        int[] points = label.codePoints().toArray();
        StringBuilder out = new StringBuilder(points.length + 8);
        for (int point : points) {
            if (point < FIRST_POINT) {
                out.append((char) point);
            }
        }
        int basic = out.length();
        int done = basic;
        if (basic > 0) {
            out.append('-');
        }
        int bias = FIRST_BIAS;
        int delta = 0;
        int from = FIRST_POINT;
        while (done < points.length) {
            int next = Integer.MAX_VALUE;
            for (int point : points) {
                if (point >= from && point < next) {
                    next = point;
                }
            }
            delta += (next - from) * (done + 1);
            from = next;
            for (int point : points) {
                if (point < from) {
                    delta++;
                } else if (point == from) {
                    appendNumber(out, delta, bias);
                    bias = adapt(delta, done + 1, done == basic);
                    delta = 0;
                    done++;
                }
            }
            delta++;
            from++;
        }
        return out.toString();
    }

    private static void appendNumber(StringBuilder out, int number, int bias) {
        int rest = number;
        for (int k = BASE; ; k += BASE) {
            int t = threshold(k, bias);
            if (rest < t) {
                out.append(digit(rest));
                return;
            }
            out.append(digit(t + (rest - t) % (BASE - t)));
            rest = (rest - t) / (BASE - t);
        }
    }

    /** Decodes a label; empty when it is not well formed. */
    static Optional<String> decode(String encoded) {
        int dash = encoded.lastIndexOf('-');
        StringBuilder out = new StringBuilder(encoded.substring(0, Math.max(dash, 0)));
        int count = out.length();
        int from = FIRST_POINT;
        int bias = FIRST_BIAS;
        long i = 0;
        for (int in = dash < 0 ? 0 : dash + 1; in < encoded.length(); ) {
            long before = i;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                int value = in < encoded.length() ? value(encoded.charAt(in++)) : -1;
                if (value < 0 || weight > Integer.MAX_VALUE) {
                    return Optional.empty();
                }
                i += value * weight;
                int t = threshold(k, bias);
                if (value < t) {
                    break;
                }
                weight *= BASE - t;
            }
            count++;
            bias = adapt(i - before, count, before == 0);
            long point = from + i / count;
            if (point > Character.MAX_CODE_POINT
                    || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
                return Optional.empty();
            }
            from = (int) point;
            i %= count;
            out.insert(out.offsetByCodePoints(0, (int) i), Character.toChars(from));
            i++;
        }
        return Optional.of(out.toString());
    }

    private static int threshold(int k, int bias) {
        return Math.min(Math.max(k - bias, T_MIN), T_MAX);
    }

    private static int adapt(long delta, int points, boolean first) {
        long rest = first ? delta / DAMP : delta / 2;
        rest += rest / points;
        int k = 0;
        while (rest > (BASE - T_MIN) * T_MAX / 2) {
            rest /= BASE - T_MIN;
            k += BASE;
        }
        return (int) (k + (BASE - T_MIN + 1) * rest / (rest + SKEW));
    }

    private static char digit(int value) {
        return (char) (value < 26 ? 'a' + value : '0' + value - 26);
    }

    private static int value(char digit) {
        if (digit >= 'a' && digit <= 'z') {
            return digit - 'a';
        }
        return digit >= '0' && digit <= '9' ? digit - '0' + 26 : -1;
    }
}
