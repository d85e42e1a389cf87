package io.github.guichet.lookup.key;

/**
 * Keys that cannot exist. They are answered "not found" without asking anybody, because a table that fails on one (an
 * encoding error, a row too long) would have Postfix try the same mail again for days.
 *
 * <p>What Postfix itself asks passes: quoted local parts such as {@code "a@b"@example.com}, and {@code ""}, {@code <>}
 * and {@code *}.
 */
public final class KeyCheck {

    /** The longest key in UTF-16 units: Postfix's {@code line_length_limit}, so an SMTP command cannot carry more. */
    public static final int MAX_LENGTH = 2048;

    private KeyCheck() {}

    /**
     * Whether a key can exist.
     *
     * @param key any text
     * @return false for an empty or over-long key, one with a control character or half a surrogate pair, and one with an
     *     opening quote that nothing closes
     */
    public static boolean canExist(String key) {
        int length = key.length();
        if (length == 0 || length > MAX_LENGTH) {
            return false;
        }
        return isPlain(key) || isWellFormed(key);
    }

    /** Whether there is nothing in a key that needs a closer look, as in nearly all that are asked. */
    private static boolean isPlain(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c < ' ' || c > '~' || c == '"') {
                return false;
            }
        }
        return true;
    }

    private static boolean isWellFormed(String key) {
        int length = key.length();
        boolean quoted = false;
        boolean escaped = false;
        for (int i = 0; i < length; i++) {
            char c = key.charAt(i);
            if (Character.isISOControl(c)) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c) || i + 1 == length || !Character.isLowSurrogate(key.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
            quoted ^= c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
        }
        return !quoted;
    }
}
