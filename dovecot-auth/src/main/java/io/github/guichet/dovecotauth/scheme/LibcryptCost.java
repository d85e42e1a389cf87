package io.github.guichet.dovecotauth.scheme;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a setting for libcrypt costs, read from it before it is used (crypt(5)). */
final class LibcryptCost {

    private static final String LETTERS = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Pattern ROUNDS =
            Pattern.compile("\\$(?:sha1\\$(\\d+)|md5(?:[,$]rounds=(\\d+))?|[56]\\$(?:rounds=(\\d+))?)\\$.*");

    private final SchemeLimits limits;

    LibcryptCost(SchemeLimits limits) {
        this.limits = limits;
    }

    /**
     * The bytes that hashing takes; 0 if few.
     *
     * @throws UnusableHashException if it asks for more rounds than allowed
     */
    long memory(String setting) throws UnusableHashException {
        if (setting.startsWith("$y$") || setting.startsWith("$gy$")) {
            return yescrypt(setting.substring(setting.indexOf('$', 1) + 1));
        }
        if (setting.startsWith("$7$")) {
            return scrypt(setting.substring(3));
        }
        if (setting.startsWith("$sha1")
                || setting.startsWith("$md5")
                || setting.startsWith("$5")
                || setting.startsWith("$6")) {
            checkRounds(setting);
        }
        return 0;
    }

    /** The library reads signs and spaces in front of a number too, and they might hide it. */
    private void checkRounds(String setting) throws UnusableHashException {
        Matcher matcher = ROUNDS.matcher(setting);
        if (!matcher.matches()) {
            throw new UnusableHashException("has broken parameters");
        }
        for (int group = 1; group <= matcher.groupCount(); group++) {
            if (matcher.group(group) != null) {
                Rounds.stored(matcher.group(group), 0, limits.rounds());
            }
        }
    }

    /** Flavour, logarithm of N and r, each a number of variable length; 128 N r bytes. */
    private static long yescrypt(String parameters) throws UnusableHashException {
        int[] at = {0};
        variable(parameters, at, 0);
        int log = variable(parameters, at, 1);
        int r = variable(parameters, at, 1);
        return log > 40 ? Long.MAX_VALUE : (128L * r) << log;
    }

    /** The logarithm of N in one letter, r and p in five each, the lowest six bits first. */
    private static long scrypt(String parameters) throws UnusableHashException {
        int log = letter(parameters, 0);
        long r = 0;
        for (int i = 0; i < 5; i++) {
            r |= (long) letter(parameters, 1 + i) << (6 * i);
        }
        return log > 26 ? Long.MAX_VALUE : (128L * r) << log;
    }

    /** A number in yescrypt's code: how far the first letter is up the alphabet says how many follow. */
    private static int variable(String text, int[] at, int least) throws UnusableHashException {
        int first = letter(text, at[0]++);
        int start = 0;
        int end = 47;
        int letters = 1;
        int bits = 0;
        int value = least;
        while (first > end) {
            value += (end + 1 - start) << bits;
            start = end + 1;
            end = start + (62 - end) / 2;
            letters++;
            bits += 6;
        }
        value += (first - start) << bits;
        while (letters-- > 1) {
            bits -= 6;
            value += letter(text, at[0]++) << bits;
        }
        return value;
    }

    private static int letter(String text, int at) throws UnusableHashException {
        int letter = at < text.length() ? LETTERS.indexOf(text.charAt(at)) : -1;
        if (letter < 0) {
            throw new UnusableHashException("has broken parameters");
        }
        return letter;
    }
}
