package io.github.guichet.lookup.dict;

import java.util.Optional;

/**
 * Which keys a configured entry is about.
 *
 * <pre>
 * priv/quota/storage       this key; whose it is, the asker says
 * shared/last-login/%u     all keys that begin so; the rest is the user's name
 * </pre>
 *
 * @param start the key, or what stands before the user's name
 * @param named whether the user's name ends the key
 */
public record DictKey(String start, boolean named) {

    private static final String NAME = "%u";

    /**
     * Reads a key as it is configured.
     *
     * @throws IllegalArgumentException if it has another variable, or {@code %u} elsewhere than at its end, or does not begin
     *     with {@code priv/} or {@code shared/}
     */
    public static DictKey parse(String text) {
        boolean named = text.endsWith(NAME);
        String start = named ? text.substring(0, text.length() - NAME.length()) : text;
        if (start.indexOf('%') >= 0) {
            throw new IllegalArgumentException("only %u at the end is a variable here");
        }
        if (!start.startsWith("priv/") && !start.startsWith("shared/")) {
            throw new IllegalArgumentException("a key begins with priv/ or shared/, which Dovecot puts before it");
        }
        return new DictKey(start, named);
    }

    /** Whether a key of the wire is one of these. */
    public boolean matches(String key) {
        return named ? key.startsWith(start) && key.length() > start.length() : key.equals(start);
    }

    /**
     * Whose value it is.
     *
     * @param key one that matches
     * @param asker the user that the asker names; may be empty
     * @return empty if nobody says
     */
    public Optional<String> user(String key, String asker) {
        String user = named ? key.substring(start.length()) : asker;
        return user.isEmpty() ? Optional.empty() : Optional.of(user);
    }
}
